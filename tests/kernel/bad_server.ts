/** An HTTP/1.1 server that a test plays by hand, request by request, so that it can misbehave byte by byte. */

import { createServer, type Server, type Socket } from "node:net";
import { soon } from "./soon.ts";

export class BadServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #arrived: Exchange[] = [];
  readonly #waiting: ((exchange: Exchange) => void)[] = [];
  #port = 0;

  private constructor() {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  static async start(): Promise<BadServer> {
    const bad = new BadServer();
    await new Promise<void>((resolve) => bad.#server.listen(0, "127.0.0.1", resolve));
    const address = bad.#server.address();
    if (address === null || typeof address === "string") throw new Error("Cannot start the server: it has no port");
    bad.#port = address.port;
    return bad;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The next request, in the order of arrival, as soon as it is there. */
  next(): Promise<Exchange> {
    const exchange = this.#arrived.shift();
    if (exchange) return Promise.resolve(exchange);
    return soon(new Promise((resolve) => this.#waiting.push(resolve)), "a request");
  }

  /** Requests that came and that no test has taken. */
  get unanswered(): number {
    return this.#arrived.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    let received = new Uint8Array();
    socket.on("data", (data: Uint8Array) => {
      received = new Uint8Array([...received, ...data]);
      for (let request = requestIn(received); request; request = requestIn(received)) {
        received = received.slice(request.size);
        this.#deliver(new Exchange(socket, request));
      }
    });
    socket.on("end", () => socket.end());
    socket.on("error", () => socket.destroy()); // the other side may misbehave too
    socket.on("close", () => this.#sockets.delete(socket));
  }

  #deliver(exchange: Exchange): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(exchange);
    else this.#arrived.push(exchange);
  }
}

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly size: number;
}

/** One request and everything that can be done to it. */
export class Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly #socket: Socket;

  constructor(socket: Socket, { method, url, headers, body }: Request) {
    this.#socket = socket;
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
  }

  /** A whole answer: a string or bytes as they are, anything else as JSON. */
  answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
    const bytes = bytesOf(typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body));
    this.#head(status, { "content-type": "application/json", "content-length": `${bytes.length}`, ...headers });
    this.#socket.write(bytes);
  }

  /** The head of an answer whose body comes in chunks. */
  begin(headers: Record<string, string> = {}): void {
    this.#head(200, { "content-type": "application/json", "transfer-encoding": "chunked", ...headers });
  }

  chunk(data: string | Uint8Array): void {
    const bytes = bytesOf(data);
    this.#socket.write(`${bytes.length.toString(16)}\r\n`);
    this.#socket.write(bytes);
    this.#socket.write("\r\n");
  }

  /** The body ends as it should. */
  end(): void {
    this.#socket.write("0\r\n\r\n");
  }

  /** Hangs up (FIN), whatever was announced. */
  drop(): void {
    this.#socket.end();
  }

  /** Breaks the connection (RST). */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Resolves when the other side has given up the connection. */
  async abandoned(): Promise<void> {
    if (this.#socket.destroyed) return;
    await soon(
      new Promise<void>((resolve) => this.#socket.once("close", () => resolve())),
      "the other side to hang up",
    );
  }

  #head(status: number, headers: Record<string, string>): void {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#socket.write(`HTTP/1.1 ${status} Whatever\r\n${lines.join("")}\r\n`);
  }
}

function requestIn(bytes: Uint8Array): Request | undefined {
  const text = new TextDecoder("latin1").decode(bytes); // one character per byte
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...rest] = text.slice(0, end).split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = new Headers(rest.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  }));
  const size = end + 4 + Number(headers.get("content-length") ?? 0);
  if (bytes.length < size) return undefined;
  const body = new TextDecoder().decode(bytes.subarray(end + 4, size));
  return { method, url: new URL(path, "http://bad"), headers, body, size };
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === "string" ? new TextEncoder().encode(data) : data;
}
