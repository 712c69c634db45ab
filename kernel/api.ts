/** The requests that the kernel makes to the API server, each with a deadline. */

import { json, noAnswer, refusal } from "./answer.ts";
import { chunks } from "./chunks.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Connection } from "./connect.ts";
import { ApiError } from "./errors.ts";
import { type Kind, type KubeObject, nameOf, namespaceOf, pathOf } from "./object.ts";
import { type Page, pageIn, pages, type UnreadPage } from "./pages.ts";
import { acceptFor, isProtobuf } from "./protobuf.ts";
import type { RequestMeter } from "./metrics/requests.ts";
import type { Stream } from "./watch_event.ts";

/** Every method throws an `ApiError` if the server refuses or does not answer, and the signal's reason if that fired. */
export interface Api {
  /** The object, or undefined if there is none of that name. */
  get<T extends KubeObject>(kind: Kind<T>, namespace: string, name: string): Promise<T | undefined>;
  /** All there is now (a consistent read), or the first `limit` of it. */
  list<T extends KubeObject>(kind: Kind<T>, options: ListOptions): Promise<Page<T>>;
  /** The same in pages of `limit`, all as of the same time. The server makes the next one while the last one is taken in. */
  pages<T extends KubeObject>(kind: Kind<T>, options: ListOptions): AsyncIterable<Page<T>>;
  /** A watch that has begun. To be read until it ends, or given up by the signal. */
  watch(kind: Kind, options: WatchOptions): Promise<Stream>;
  /**
   * The object as stored. Unknown fields are refused. `AlreadyExists` may mean an object that this very call created: `fetch` sends a
   * request again if a reused connection drops before the answer.
   */
  create<T extends KubeObject>(kind: Kind<T>, object: T, signal?: AbortSignal): Promise<T>;
  /** The object as stored. Guard it by a `resourceVersion` (merge) or `test` operations (json): it may be sent twice. */
  patch<T extends KubeObject>(
    kind: Kind<T>,
    namespace: string,
    name: string,
    patch: PatchBody,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Deletes the object of this UID, and in the background what it owns. Done too if it is gone already. */
  delete(kind: Kind, namespace: string, name: string, options: { uid: string }): Promise<void>;
}

export interface ListOptions {
  /** Absent: all that this client sees. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly limit?: number;
  readonly signal: AbortSignal;
}

export interface WatchOptions {
  readonly resourceVersion: string;
  readonly labelSelector?: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

export interface PatchBody {
  readonly type: "merge" | "json";
  readonly body: unknown;
  readonly subresource?: "status";
}

export interface ApiOptions {
  /** Milliseconds until a call without a whole answer fails; of a watch, until it begins. */
  readonly deadline?: number;
  /** Lists and watches this namespace only, instead of all. */
  readonly namespace?: string;
  readonly clock?: Clock;
  readonly meter?: RequestMeter;
}

export function api(connection: Connection, options: ApiOptions = {}): Api {
  const { deadline = 30_000, namespace: scope, clock = systemClock, meter } = options;
  const base = baseOf(connection.server);

  /** Sends a request and hands its good answer to `take`, all before the deadline. */
  async function call<A>(request: Call, take: (response: Response, signal: AbortSignal) => Promise<A>): Promise<A> {
    const late = new AbortController();
    const callOff = clock.after(deadline, () => late.abort(new DeadlineError(deadline)));
    const signal = request.signal ? AbortSignal.any([request.signal, late.signal]) : late.signal;
    try {
      return await take(await answered(request, signal), signal);
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      // The peer may be gone without a word, and then so are all idle connections to it.
      if (error instanceof DeadlineError) connection.renew();
      throw error instanceof ApiError
        ? error
        : noAnswer(request.doing, error, error instanceof DeadlineError ? "Timeout" : "NetworkError");
    } finally {
      callOff();
    }
  }

  /** The answer, which is a good one. A rotated token is noticed by a 401 and tried once more. */
  async function answered(request: Call, signal: AbortSignal): Promise<Response> {
    let response = await send(request, signal);
    if (response.status === 401) {
      await response.body?.cancel();
      await connection.refresh();
      response = await send(request, signal);
    }
    if (!response.ok) throw await refusal(request.doing, response, signal, clock);
    return response;
  }

  async function send({ method, path, query, accept, type, body }: Call, signal: AbortSignal): Promise<Response> {
    const token = await connection.token();
    const began = clock.now();
    let status: number | undefined;
    try {
      const response = await fetch(base + path + queryOf(query), {
        method,
        client: connection.client(),
        headers: {
          accept: accept ?? "application/json",
          // As Kubernetes' own controllers do: near the API server, packing and unpacking takes longer than sending.
          "accept-encoding": "identity",
          "user-agent": connection.userAgent,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-type": type ?? "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // The token is for this server only.
        redirect: "manual",
        signal,
      });
      status = response.status;
      return response;
    } finally {
      meter?.(method, clock.now() - began, status);
    }
  }

  function page<T extends KubeObject>(kind: Kind<T>, options: ListOptions, token?: string): Promise<UnreadPage<T>> {
    const { signal, namespace = scope, ...query } = options;
    const request = { ...aCall("list", kind, namespace), query: { ...query, continue: token }, signal };
    const { doing } = request;
    return call({ ...request, accept: acceptFor(kind) }, (answer, signal) => pageIn(answer, signal, doing, kind));
  }

  return {
    async get<T extends KubeObject>(kind: Kind<T>, namespace: string, name: string) {
      try {
        return await call<T>(aCall("get", kind, namespace, name), json);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return undefined;
        throw error;
      }
    },

    async list<T extends KubeObject>(kind: Kind<T>, options: ListOptions) {
      const { resourceVersion, items } = await page(kind, options);
      return { items: items(), resourceVersion };
    },

    pages<T extends KubeObject>(kind: Kind<T>, options: ListOptions) {
      return pages<T>(options.signal, (token, signal) => page(kind, { ...options, signal }, token));
    },

    watch(kind, options) {
      const { signal, ...rest } = options;
      const query = { ...rest, watch: true, allowWatchBookmarks: true };
      const request = { ...aCall("watch", kind, scope), query, accept: acceptFor(kind), signal };
      return call(request, (response, signal) => {
        const bytes = chunks(response.body ?? new Blob().stream(), signal);
        return Promise.resolve({ bytes, isProtobuf: isProtobuf(response) });
      });
    },

    async create<T extends KubeObject>(kind: Kind<T>, object: T, signal?: AbortSignal) {
      const request = { ...aCall("create", kind, namespaceOf(object), nameOf(object)), signal };
      const path = pathOf(kind, namespaceOf(object));
      const { metadata } = await call<T>({ ...request, path, query: STRICT, accept: METADATA, body: object }, json);
      return { ...object, metadata };
    },

    patch<T extends KubeObject>(
      kind: Kind<T>,
      namespace: string,
      name: string,
      patch: PatchBody,
      signal?: AbortSignal,
    ) {
      const request = { ...aCall("patch", kind, namespace, name), signal };
      const path = patch.subresource ? `${request.path}/${patch.subresource}` : request.path;
      const type = `application/${patch.type === "merge" ? "merge-patch" : "json-patch"}+json`;
      return call<T>({ ...request, path, query: STRICT, type, body: patch.body }, json);
    },

    async delete(kind, namespace, name, { uid }) {
      const body = { preconditions: { uid }, propagationPolicy: "Background" };
      try {
        await call({ ...aCall("delete", kind, namespace, name), body }, json);
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
    },
  };
}

/** A typing error in a template is an error, not a field that silently goes missing. */
const STRICT = { fieldValidation: "Strict" };
/** Of a created object only the metadata is news: the rest was sent. Spares both sides work. */
const METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

interface Call {
  /** In words, for messages. */
  readonly doing: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly accept?: string;
  readonly type?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const METHODS = { get: "GET", list: "GET", watch: "GET", create: "POST", patch: "PATCH", delete: "DELETE" } as const;

function aCall(verb: keyof typeof METHODS, kind: Kind, namespace?: string, name?: string): Call {
  const what = name === undefined ? "" : ` "${name}"`;
  const where = namespace === undefined ? "" : ` in "${namespace}"`;
  return {
    doing: `${verb} ${kind.plural}${what}${where}`,
    method: METHODS[verb],
    path: pathOf(kind, namespace, name),
  };
}

/** The server's address, which may have a path of its own in front of the API's. */
function baseOf(server: URL | string): string {
  const { origin, pathname } = new URL(server);
  return origin + pathname.replace(/\/$/, "");
}

function queryOf(query: Call["query"] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  return `?${given.map(([name, value]) => `${name}=${encodeURIComponent(value!)}`).join("&")}`;
}

class DeadlineError extends Error {
  constructor(deadline: number) {
    super(`no answer within ${deadline / 1000} s`);
  }
}
