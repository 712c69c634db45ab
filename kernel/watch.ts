/** Tells, without a gap, what becomes of the objects of one kind. */

import type { Api } from "./api.ts";
import { backoff } from "./backoff.ts";
import { type Clock, sleep } from "./clock.ts";
import { ApiError, classify } from "./errors.ts";
import type { Pulse } from "./health.ts";
import type { Log } from "./log.ts";
import type { Kind, KubeObject } from "./object.ts";
import { type Event, events } from "./watch_event.ts";

export type WatchEvent<T> =
  | { readonly type: "put"; readonly object: T }
  /** Deleted, or no longer matching the kind's selector. With its last state. */
  | { readonly type: "delete"; readonly object: T }
  /** Everything is about to be listed, once more if a list did not come to its end. */
  | { readonly type: "listing" }
  /** All there was at some time since the last `listing`: what is older than that and not in it is gone. */
  | { readonly type: "replace"; readonly objects: T[] };

export interface Watch<T extends KubeObject> {
  readonly api: Api;
  readonly kind: Kind<T>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Milliseconds without a byte after which the connection counts as dead. Longer than the minute between two bookmarks. */
  readonly silence?: number;
  /** Called when the server answers again after an outage: others, whose waits grow longer than those of a watch, may still wait. */
  recovered?(): void;
  /** Called when it has to begin anew because something failed. */
  restarts?(): void;
  /** Told of every step, and whenever all is known. */
  readonly pulse?: Pulse;
  /** Called in order, with objects as `kind.project` leaves them. What it throws is logged as a bug, and everything listed again. */
  receive(event: WatchEvent<T>): void;
}

/**
 * First one `replace` with everything, then each change; after a break it resumes where it was. Only after an outage or silence, where the
 * server has forgotten that point (410), and every ten minutes or so, it lists again and gives another `replace`. Errors are logged and
 * retried for ever: it ends when the signal fires.
 */
export function watch<T extends KubeObject>(options: Watch<T>): Promise<void> {
  return new Watcher(options).run();
}

/** The version to resume from: only ever one that the server gave with an event that was received. */
type Version = string;

type Streaming = { readonly name: "stream"; readonly since: Version };
type State =
  | { readonly name: "list" }
  | Streaming
  | { readonly name: "wait"; readonly ms: number; readonly then: State };

/** Objects of one page, as kubectl asks for them. */
const PAGE = 500;
/** A bookmark comes about every minute (k8s.io/apiserver/pkg/storage/cacher), so after more than that a connection counts as dead. */
const SILENCE = 75_000;
/** Seconds until the server ends a watch on its own; spread by a tenth so that watches do not end all together. */
const LIFETIME = 300;
/**
 * Milliseconds after which a watch that ended is followed by a list, so that about every second one is: it heals what was lost on the
 * way without a trace, as by a proxy.
 */
const COMPARISON = 540_000;
/** Milliseconds. A stream that lasted for so long was a good one, even if it brought nothing. */
const QUIET = 30_000;
/** Milliseconds. Watches that end sooner and bring nothing would, resumed at once, make a tight loop. */
const SHORT = 1000;
/** A watch waits less long than others who failed: it is the first to notice that the server is back, and tells them. */
const WAIT = { base: 500, max: 2_000, random: Math.random };
/** So many requests in a row without a good answer are an outage, after which everything is listed again: etcd may have been restored. */
const OUTAGE = 3;

class Watcher<T extends KubeObject> {
  readonly #options: Watch<T>;
  readonly #log: Log;
  #state: State = { name: "list" };
  /** When the last whole list began. */
  #listedAt = -Infinity;
  /** Failures in a row, without an event or a long quiet stream between them. */
  #failures = 0;
  /** Those of them since the server last gave what was asked for. */
  #unanswered = 0;
  /** One of them was that the server had forgotten where the watch was. */
  #expired = false;

  constructor(options: Watch<T>) {
    this.#options = options;
    this.#log = options.log.with({ kind: options.kind.kind });
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      this.#options.pulse?.beat(this.#state.name === "wait" ? this.#state.ms : 0);
      try {
        this.#state = await this.#next(this.#state);
      } catch (error) {
        if (!signal.aborted) this.#state = this.#failed(error, this.#state);
      }
    }
  }

  async #next(state: State): Promise<State> {
    switch (state.name) {
      case "list":
        return await this.#list();
      case "stream":
        if (this.#options.clock.now() - this.#listedAt >= COMPARISON) return await this.#list();
        return await this.#stream(state);
      case "wait":
        await sleep(this.#options.clock, state.ms, this.#options.signal);
        return state.then;
    }
  }

  async #list(): Promise<State> {
    const { api, kind, clock, signal } = this.#options;
    const began = clock.now();
    this.#options.receive({ type: "listing" });
    const objects: T[] = [];
    let since: Version = "";
    for await (const page of api.pages(kind, { labelSelector: kind.selector, limit: PAGE, signal })) {
      since = page.resourceVersion;
      this.#answered();
      this.#options.pulse?.beat();
      // Projected page by page, so that never more than two whole pages are in memory.
      for (const object of page.items) objects.push(this.#projected(object));
    }
    this.#options.receive({ type: "replace", objects });
    this.#listedAt = began;
    this.#options.pulse?.succeed();
    this.#log.info("Listed", { count: objects.length });
    return { name: "stream", since };
  }

  async #stream(state: Streaming): Promise<State> {
    const { since } = state;
    const { api, kind, clock, silence = SILENCE } = this.#options;
    let began = Infinity;
    const dead = new AbortController();
    const silent = () => dead.abort(broken(kind, "Timeout", `no byte for ${silence / 1000} s`));
    try {
      const stream = await api.watch(kind, {
        resourceVersion: since,
        labelSelector: kind.selector,
        timeoutSeconds: Math.round(LIFETIME * (0.9 + 0.2 * Math.random())),
        signal: AbortSignal.any([this.#options.signal, dead.signal]),
      });
      began = clock.now();
      this.#answered();
      const bytes = heard(stream.bytes, kind, clock, silence, silent);
      for await (const event of events({ ...stream, bytes }, kind)) {
        state = { name: "stream", since: this.#take(event) };
        this.#state = state;
        this.#isWell();
      }
    } finally {
      if (clock.now() - began >= QUIET) this.#isWell();
    }
    if (state.since === since && clock.now() - began < SHORT) {
      throw broken(kind, "NetworkError", "it ended as soon as it began");
    }
    return state;
  }

  /** Hands an event on, and returns the version it brought. */
  #take({ type, object }: Event<T>): Version {
    switch (type) {
      case "ADDED":
      case "MODIFIED":
        this.#options.receive({ type: "put", object: this.#projected(object) });
        break;
      case "DELETED":
        this.#options.receive({ type: "delete", object: this.#projected(object) });
        break;
      case "BOOKMARK":
        break;
    }
    return object.metadata.resourceVersion;
  }

  #projected(object: T): T {
    return this.#options.kind.project?.(object) ?? object;
  }

  #isWell(): void {
    this.#options.pulse?.succeed();
    this.#failures = 0;
    this.#expired = false;
  }

  #answered(): void {
    const isBack = this.#unanswered >= OUTAGE;
    this.#unanswered = 0;
    if (isBack) this.#options.recovered?.();
  }

  #failed(error: unknown, state: State): State {
    const problem = classify(error);
    this.#options.restarts?.();
    const attempt = this.#failures++;
    const isAway = ++this.#unanswered >= OUTAGE;
    const expired = error instanceof ApiError && error.status === 410;
    if (expired && !this.#expired) {
      this.#expired = true;
      this.#log.info("Lists again, because the server has forgotten where the watch was", { reason: problem.reason });
      return { name: "list" };
    }
    const ms = backoff({ ...WAIT, attempt, atLeast: problem.retryAfter });
    // What comes back after an outage may be older, and a server that does not know yet where the watch was says nothing. A line that
    // cannot be understood, or not be taken in, is missing from what we know until all is listed again.
    const lost = expired || isAway || problem.class === "ours" || ["BadAnswer", "Timeout"].includes(problem.reason);
    if (problem.class === "ours") this.#log.error("Cannot take in what a watch brought", error, { waits: ms });
    else this.#log.warn(problem.message, { reason: problem.reason, waits: ms });
    return { name: "wait", ms, then: lost ? { name: "list" } : state };
  }
}

/** The stream's chunks. Calls `silent` if none comes for `silence` milliseconds, and throws an `ApiError` if the stream breaks. */
async function* heard(
  stream: AsyncIterable<Uint8Array>,
  kind: Kind,
  clock: Clock,
  silence: number,
  silent: () => void,
): AsyncGenerator<Uint8Array, void> {
  let callOff = clock.after(silence, silent);
  try {
    for await (const chunk of stream) {
      callOff();
      yield chunk;
      callOff = clock.after(silence, silent);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : broken(kind, "NetworkError", "the connection broke", error);
  } finally {
    callOff();
  }
}

function broken(kind: Kind, reason: "Timeout" | "NetworkError", message: string, cause?: unknown) {
  return new ApiError({ doing: `watch ${kind.plural}`, status: 0, reason, message, cause });
}
