/** Reads a list page by page. */

import { noAnswer } from "./answer.ts";

export interface Page<T> {
  readonly items: T[];
  /** Of the whole list. */
  readonly resourceVersion: string;
}

/** A list as the API server answers it. */
interface List<T> {
  readonly metadata: Metadata;
  readonly items: T[] | null;
}

interface Metadata {
  readonly resourceVersion: string;
  /** Asks for the next page, for a few minutes; absent on the last one. */
  readonly continue?: string;
}

export function pageOf<T>({ metadata: { resourceVersion }, items }: List<T>): Page<T> {
  return { items: items ?? [], resourceVersion };
}

/**
 * Page after page, each as `ask` gets its text for the token of the one before. Each is parsed after the next one was asked for, so that the
 * server works meanwhile; whoever stops in between calls that off. Throws what `ask` throws, and an ApiError for what is no list.
 */
export async function* pages<T>(
  doing: string,
  signal: AbortSignal,
  ask: (token: string | undefined, signal: AbortSignal) => Promise<string>,
): AsyncGenerator<Page<T>, void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  try {
    let asked: Promise<string> | undefined = ask(undefined, either);
    while (asked) {
      const text = await asked;
      const { continue: token } = metadataOf(doing, text);
      asked = token ? ask(token, either) : undefined;
      asked?.catch(() => {}); // thrown when its turn has come, if it comes
      // What was asked for leaves this process only while nothing else runs.
      if (asked) await new Promise((resolve) => setTimeout(resolve, 0));
      yield pageOf(listIn<T>(doing, text));
    }
  } finally {
    stop.abort();
  }
}

/** The API server writes it in front of the items, which need not be parsed for it then. */
function metadataOf(doing: string, text: string): Metadata {
  const items = text.indexOf(',"items":[');
  if (items < 0) return listIn(doing, text).metadata;
  try {
    return (JSON.parse(`${text.slice(0, items)}}`) as List<unknown>).metadata ?? listIn(doing, text).metadata;
  } catch {
    return listIn(doing, text).metadata;
  }
}

function listIn<T>(doing: string, text: string): List<T> {
  try {
    return JSON.parse(text) as List<T>; // trusted: the server that says so is authenticated
  } catch (error) {
    throw noAnswer(doing, error, "NetworkError");
  }
}
