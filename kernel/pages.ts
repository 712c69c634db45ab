/** Reads a list page by page. */

import { badAnswer } from "./answer.ts";
import { bytesOf } from "./chunks.ts";
import type { Kind, KubeObject } from "./object.ts";
import { isProtobuf, listIn } from "./protobuf.ts";

export interface Page<T> {
  readonly items: T[];
  /** Of the whole list. */
  readonly resourceVersion: string;
}

/** A page that has arrived. Its items are read when they are asked for, which is once. */
export interface UnreadPage<T> {
  readonly resourceVersion: string;
  /** Asks for the next one, for a few minutes; absent on the last one. */
  readonly continue?: string;
  items(): T[];
}

/** A list in JSON as the API server answers it. */
interface List<T> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: T[] | null;
}

/** Throws the signal's reason, or an ApiError for what is no list; so may `items`. */
export async function pageIn<T extends KubeObject>(
  response: Response,
  signal: AbortSignal,
  doing: string,
  { protobuf }: Kind<T>,
): Promise<UnreadPage<T>> {
  const bytes = await bytesOf(response.body, signal);
  const message = isProtobuf(response) ? protobuf : undefined;
  const read = <Result>(what: () => Result): Result => {
    try {
      return what();
    } catch {
      throw badAnswer(doing, `the answer is not ${message ? "protobuf" : "JSON"}`);
    }
  };
  // The shape is trusted: the server that says so is authenticated.
  if (message) {
    const { metadata, items } = read(() => listIn(bytes, message));
    return { ...metadata as unknown as List<T>["metadata"], items: () => read(items) as unknown as T[] };
  }
  const text = new TextDecoder().decode(bytes);
  const whole = () => read(() => JSON.parse(text) as List<T>);
  return { ...(metadataOf(text) ?? whole().metadata), items: () => whole().items ?? [] };
}

/** The API server writes it in front of the items, which need not be parsed for it then. */
function metadataOf(text: string): List<unknown>["metadata"] | undefined {
  const items = text.indexOf(',"items":[');
  if (items < 0) return undefined;
  try {
    return (JSON.parse(`${text.slice(0, items)}}`) as Partial<List<unknown>>).metadata;
  } catch {
    return undefined;
  }
}

/**
 * Page after page, each as `ask` gets it for the token of the one before. Its items are read after the next one was asked for, so that the
 * server works meanwhile; whoever stops in between calls that off. Throws what `ask` throws.
 */
export async function* pages<T>(
  signal: AbortSignal,
  ask: (token: string | undefined, signal: AbortSignal) => Promise<UnreadPage<T>>,
): AsyncGenerator<Page<T>, void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  try {
    let asked: Promise<UnreadPage<T>> | undefined = ask(undefined, either);
    while (asked) {
      const { resourceVersion, continue: token, items }: UnreadPage<T> = await asked;
      asked = token ? ask(token, either) : undefined;
      asked?.catch(() => {}); // thrown when its turn has come, if it comes
      // What was asked for leaves this process only while nothing else runs.
      if (asked) await new Promise((resolve) => setTimeout(resolve, 0));
      yield { items: items(), resourceVersion };
    }
  } finally {
    stop.abort();
  }
}
