/** Stands between the operator and the API server, and does to each request and each watch event what a test wants. */

import { joined } from "../../kernel/chunks.ts";
import { isProtobuf } from "../../kernel/protobuf.ts";
import { eachOf } from "../../kernel/watch_event.ts";
import { framed } from "../kernel/protobuf_writer.ts";
import { type ApiRequest, apiRequest } from "./api_request.ts";
import { type Link, Shuttle } from "./shuttle.ts";
import { type Head, Wire } from "./wire.ts";

/** What becomes of a request: it is passed on, lost with its connection (FIN or RST), or answered by the proxy. */
export type Fate = "pass" | "hang up" | "reset" | Reply;

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** As JSON. */
  readonly body?: unknown;
}

/** Each is awaited, so a hook can delay, or do something else first. Without a hook everything passes. */
export interface Hooks {
  /** A request came and was not passed on yet. */
  request?(request: ApiRequest): Fate | Promise<Fate>;
  /** Which API server gets a request, instead of the one behind the proxy. */
  behind?(request: ApiRequest): Upstream | undefined;
  /** Its answer came from the API server and was not given to the caller yet. Not called for a watch that begins. */
  answer?(request: ApiRequest, status: number): Exclude<Fate, Reply> | Promise<Exclude<Fate, Reply>>;
  /** A watch began. */
  begun?(stream: EventStream): void;
  /** An event of a watch came: a line without its line break, or a frame without its length. It passes only if this sends it. */
  event?(stream: EventStream, event: Uint8Array): void | Promise<void>;
}

/** A watch under way, as the caller sees it. */
export interface EventStream {
  readonly request: ApiRequest;
  /** Frames, in place of lines. */
  readonly isProtobuf: boolean;
  /** Sends a whole event. */
  send(event: Uint8Array): Promise<void>;
  /** Sends the first half of an event. */
  sendHalf(event: Uint8Array): Promise<void>;
  /** Sends bytes that may end anywhere. */
  sendRaw(bytes: Uint8Array): Promise<void>;
  /** Ends the watch as the API server would. */
  end(): Promise<void>;
  /** Hangs up (FIN) in the middle of the body. */
  hangUp(): void;
  /** Breaks the connection (RST). */
  reset(): void;
  /** Leaves the connection half-open. */
  freeze(): void;
}

/** An API server. */
export interface Upstream {
  readonly hostname: string;
  readonly port: number;
  /** Certificate of its authority, as PEM. */
  readonly ca: string;
}

export interface ProxyOptions {
  readonly upstream: Upstream;
  /** For 127.0.0.1, as PEM. */
  readonly cert: string;
  readonly key: string;
}

export class FaultProxy implements AsyncDisposable {
  hooks: Hooks = {};
  readonly #callers = new Set<Promise<void>>();
  readonly #open = new Set<Wire>();

  private constructor(
    private listener: Deno.TlsListener,
    private readonly shuttle: Shuttle,
    private upstream: Upstream,
  ) {
    void this.#accept(listener);
  }

  static async start({ upstream, cert, key }: ProxyOptions): Promise<FaultProxy> {
    const listener = listen(cert, key);
    return new FaultProxy(listener, await Shuttle.start(listener.addr.port), upstream);
  }

  /** `https://127.0.0.1:port` */
  get url(): string {
    return `https://127.0.0.1:${this.shuttle.port}`;
  }

  /** Breaks all connections; from now on another server is behind. */
  switchTo(upstream: Upstream): void {
    this.upstream = upstream;
    this.resetAll();
  }

  /** Breaks all connections; from now on it shows this certificate, at the same address. */
  certify({ cert, key }: Pick<ProxyOptions, "cert" | "key">): void {
    this.listener.close();
    this.listener = listen(cert, key);
    void this.#accept(this.listener);
    this.shuttle.switchTo(this.listener.addr.port);
  }

  resetAll(): void {
    this.shuttle.resetAll();
  }

  /** All connections of now stay open, and no byte passes in either direction; new ones work, as when a load balancer forgets. */
  freezeOpen(): void {
    this.shuttle.freezeOpen();
  }

  /** All connections stay open, and no byte passes in either direction, until `resetAll`. */
  freeze(): void {
    this.shuttle.freeze();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.listener.close();
    for (const wire of this.#open) wire.close();
    await this.shuttle[Symbol.asyncDispose]();
    await Promise.all(this.#callers);
  }

  async #accept(listener: Deno.TlsListener): Promise<void> {
    for await (const connection of listener) {
      const served = this.#serve(connection).catch(ended).finally(() => this.#callers.delete(served));
      this.#callers.add(served);
    }
  }

  /** One caller, request after request, each on the same connection to the API server. */
  async #serve(connection: Deno.TlsConn): Promise<void> {
    const caller = this.#wire(connection);
    // Accepted from the shuttle, so over TCP.
    const link = () => this.shuttle.linkFrom((connection.remoteAddr as Deno.NetAddr).port);
    let server: Wire | undefined;
    let dialled: Upstream | undefined;
    try {
      for (let head = await caller.head(); head; head = await caller.head()) {
        const body = await caller.wholeBody(head);
        const [method = "", target = ""] = head.first;
        const request = apiRequest(method, target, head.headers, new TextDecoder().decode(body));

        const fate = await this.hooks.request?.(request) ?? "pass";
        if (typeof fate === "object") {
          await reply(caller, fate);
          continue;
        }
        if (fate !== "pass") return fate === "reset" ? link()?.reset() : undefined;

        const upstream = this.hooks.behind?.(request) ?? this.upstream;
        if (!server || dialled !== upstream) {
          server?.close();
          server = this.#wire(await dial(upstream));
          dialled = upstream;
        }
        await server.send(head, body);
        const answer = await server.head();
        if (!answer) return;
        const status = Number(answer.first[1]);
        if (request.verb === "watch" && status === 200) {
          // The caller says nothing while it watches: what ends is its connection.
          const gone = caller.ended().catch(ended).finally(server.close.bind(server));
          await this.#stream(request, caller, answer, server.body(answer), link).catch(ended);
          caller.close();
          return await gone;
        }
        const text = await server.wholeBody(answer);
        const delivery = await this.hooks.answer?.(request, status) ?? "pass";
        if (delivery !== "pass") return delivery === "reset" ? link()?.reset() : undefined;
        await caller.send(answer, text);
      }
    } finally {
      for (const wire of [caller, server]) {
        if (!wire) continue;
        wire.close();
        this.#open.delete(wire);
      }
    }
  }

  async #stream(
    request: ApiRequest,
    caller: Wire,
    head: Head,
    body: AsyncIterable<Uint8Array>,
    link: () => Link | undefined,
  ): Promise<void> {
    let isOpen = true;
    const whileOpen = async (action: () => Promise<void>) => isOpen ? await action() : undefined;
    const close = () => {
      isOpen = false;
      caller.close();
    };
    const protobuf = isProtobuf(head);
    const whole = (event: Uint8Array) => protobuf ? framed(event) : joined([event, NEWLINE]);
    const stream: EventStream = {
      request,
      isProtobuf: protobuf,
      send: (event) => whileOpen(() => caller.sendChunk(whole(event))),
      sendHalf: (event) => whileOpen(() => caller.sendChunk(whole(event).subarray(0, event.length / 2))),
      sendRaw: (bytes) => whileOpen(() => caller.sendChunk(bytes)),
      end: () => whileOpen(() => caller.sendChunk(new Uint8Array()).finally(close)),
      hangUp: close,
      reset() {
        link()?.reset();
        close();
      },
      freeze() {
        link()?.freeze();
      },
    };
    await caller.sendHead(head);
    this.hooks.begun?.(stream);
    for await (const event of eachOf({ bytes: body, isProtobuf: protobuf })) {
      if (this.hooks.event) await this.hooks.event(stream, event);
      else await stream.send(event);
      if (!isOpen) return;
    }
    await stream.end();
  }

  #wire(connection: Deno.Conn): Wire {
    const wire = new Wire(connection);
    this.#open.add(wire);
    return wire;
  }
}

function listen(cert: string, key: string): Deno.TlsListener {
  return Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key, alpnProtocols: ["http/1.1"] });
}

const NEWLINE = new TextEncoder().encode("\n");

async function dial({ hostname, port, ca }: Upstream): Promise<Deno.TlsConn> {
  return await Deno.connectTls({ hostname, port, caCerts: [ca], alpnProtocols: ["http/1.1"] });
}

async function reply(caller: Wire, { status, headers, body }: Reply): Promise<void> {
  const fields = new Headers({ "content-type": "application/json", ...headers });
  const text = new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body));
  await caller.send({ first: ["HTTP/1.1", `${status}`, "Fault"], headers: fields }, text);
}

/** Connections end in many ways here, and all of them are meant. Anything else is a bug of the proxy. */
function ended(error: unknown): void {
  const expected = [
    Deno.errors.UnexpectedEof,
    Deno.errors.ConnectionReset,
    Deno.errors.ConnectionAborted,
    Deno.errors.ConnectionRefused,
    Deno.errors.BrokenPipe,
    Deno.errors.BadResource,
    Deno.errors.Interrupted,
    Deno.errors.InvalidData,
  ];
  if (!expected.some((kind) => error instanceof kind)) throw error;
}
