/** An API whose every answer the test gives, so that nothing of an API server is imitated. */

import type { Api, ListOptions, PatchBody, WatchOptions } from "../../kernel/api.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import { nameOf } from "../../kernel/object.ts";
import type { Page } from "../../kernel/pages.ts";
import type { Stream } from "../../kernel/watch_event.ts";
import { soon } from "./soon.ts";

export interface Request {
  readonly verb: "get" | "create" | "patch" | "delete";
  readonly name: string;
  /** The object to create. */
  readonly object: KubeObject;
  readonly patch: PatchBody;
}

/** A request that waits for its answer. */
export interface Exchange extends Request {
  answer(object?: KubeObject): void;
  refuse(error: Error): void;
}

export class ScriptedApi implements Api {
  /** Answers every request of a verb at once, by what it returns or throws. What it does not answer waits for the test. */
  readonly on: { [Verb in Request["verb"]]?: (request: Request) => KubeObject | undefined } = {};
  /** Every request so far, as `create a`. */
  readonly sent: string[] = [];
  /** What a list of a kind brings, by plural. */
  readonly listed = new Map<string, KubeObject[]>();
  #waiting: Exchange[] = [];
  #told = new Map<string, Uint8Array[]>();
  #streams = new Map<string, ReadableStreamDefaultController<Uint8Array>>();
  #look = () => {};

  /** The first request of that verb (and name) that has no answer yet, as soon as there is one. */
  asked(verb: Request["verb"], name?: string): Promise<Exchange> {
    return soon(
      new Promise((resolve) => {
        this.#look = () => {
          const found = this.#waiting.find((one) => one.verb === verb && (name ?? one.name) === one.name);
          if (!found) return;
          this.#waiting.splice(this.#waiting.indexOf(found), 1);
          this.#look = () => {};
          resolve(found);
        };
        this.#look();
      }),
      `${verb} ${name ?? ""}`,
    );
  }

  /** How many requests wait for their answers. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** An event of a watch. */
  tell(kind: Kind, type: "ADDED" | "MODIFIED" | "DELETED", object: KubeObject): void {
    const line = new TextEncoder().encode(`${JSON.stringify({ type, object })}\n`);
    const stream = this.#streams.get(kind.plural);
    if (stream) stream.enqueue(line);
    else this.#told.set(kind.plural, [...this.#told.get(kind.plural) ?? [], line]);
  }

  /** What keeps a list from being made, if so. */
  unlisted: (kind: Kind) => Error | undefined = () => undefined;

  list<T extends KubeObject>(kind: Kind<T>, _: ListOptions): Promise<Page<T>> {
    const error = this.unlisted(kind);
    if (error) return Promise.reject(error);
    // What the test lists under a kind is of that kind.
    return Promise.resolve({ items: (this.listed.get(kind.plural) ?? []) as T[], resourceVersion: "1" });
  }

  async *pages<T extends KubeObject>(kind: Kind<T>, options: ListOptions): AsyncGenerator<Page<T>> {
    yield await this.list(kind, options);
  }

  watch({ plural }: Kind, { signal }: WatchOptions): Promise<Stream> {
    const bytes = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const line of this.#told.get(plural) ?? []) controller.enqueue(line);
        this.#told.delete(plural);
        this.#streams.set(plural, controller);
        signal.addEventListener("abort", () => {
          if (this.#streams.get(plural) === controller) this.#streams.delete(plural);
          controller.error(signal.reason);
        }, { once: true });
      },
    });
    return Promise.resolve({ bytes, isProtobuf: false });
  }

  get<T extends KubeObject>(_: Kind<T>, __: string, name: string): Promise<T | undefined> {
    return this.#ask({ verb: "get", name, object: {}, patch: noPatch });
  }

  create<T extends KubeObject>(_: Kind<T>, object: T): Promise<T> {
    return this.#ask({ verb: "create", name: nameOf(object), object, patch: noPatch });
  }

  patch<T extends KubeObject>(_: Kind<T>, __: string, name: string, patch: PatchBody): Promise<T> {
    return this.#ask({ verb: "patch", name, object: {}, patch });
  }

  delete(_: Kind, __: string, name: string): Promise<void> {
    return this.#ask({ verb: "delete", name, object: {}, patch: noPatch });
  }

  /** What the test answers is what was asked for. */
  #ask<Answer>(request: Request): Promise<Answer> {
    this.sent.push(`${request.verb} ${request.name}`);
    return new Promise<Answer>((resolve, reject) => {
      const on = this.on[request.verb];
      if (on) return resolve(on(request) as Answer);
      this.#waiting.push({ ...request, answer: (object) => resolve(object as Answer), refuse: reject });
      this.#look();
    });
  }
}

const noPatch: PatchBody = { type: "merge", body: {} };

/** All that can happen without an answer or the clock moving has happened: what runs here are promises only. */
export function still(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
