/** Carries bytes between callers and a server on this machine, and can break or stop each connection as networks do. */

import { connect, createServer, type Server, type Socket } from "node:net";

/** One connection through the shuttle. */
export interface Link {
  /** Breaks it (RST) for the caller. */
  reset(): void;
  /** No byte passes any more, and none of it tells either side. */
  freeze(): void;
}

export class Shuttle implements AsyncDisposable {
  readonly #server: Server;
  readonly #links = new Set<Link>();
  /** Of those that have reached the server, by the port that it sees. */
  readonly #linksByPort = new Map<number, Link>();
  readonly #sockets = new Set<Socket>();
  #frozen = false;

  private constructor(private target: number) {
    this.#server = createServer({ allowHalfOpen: true }, (caller) => this.#accept(caller));
  }

  /** Listens on a free port of the loopback address. `target`: port of the server behind it. */
  static async start(target: number): Promise<Shuttle> {
    const shuttle = new Shuttle(target);
    await new Promise<void>((resolve) => shuttle.#server.listen(0, "127.0.0.1", resolve));
    return shuttle;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("Cannot tell the port: it does not listen");
    return address.port;
  }

  /** Breaks every connection; from now on the server at this port is behind. */
  switchTo(target: number): void {
    this.target = target;
    this.resetAll();
  }

  /** The connection that the server behind sees as coming from this port. */
  linkFrom(port: number): Link | undefined {
    return this.#linksByPort.get(port);
  }

  /** Half-open from now on: all connections stay, and so do new ones, but no byte passes. */
  freeze(): void {
    this.#frozen = true;
    this.freezeOpen();
  }

  /** Half-open from now on: the connections that are there. New ones work. */
  freezeOpen(): void {
    for (const link of this.#links) link.freeze();
  }

  /** Breaks every connection. New ones work again if it was frozen. */
  resetAll(): void {
    this.#frozen = false;
    for (const link of [...this.#links]) link.reset();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(caller: Socket): void {
    const server = connect({ port: this.target, host: "127.0.0.1", allowHalfOpen: true });
    const sockets = [caller, server];
    let isFrozen = this.#frozen;
    const link: Link = {
      reset() {
        caller.resetAndDestroy();
        server.destroy();
      },
      freeze() {
        isFrozen = true;
        for (const socket of sockets) {
          socket.unpipe();
          socket.pause();
        }
      },
    };
    this.#links.add(link);
    let port = 0;
    for (const socket of sockets) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on("error", () => sockets.forEach((other) => other.destroy())); // the other side need not be polite
      socket.on("close", () => {
        this.#sockets.delete(socket);
        this.#links.delete(link);
        this.#linksByPort.delete(port);
        sockets.forEach((other) => other.destroy());
      });
    }
    server.on("connect", () => {
      port = server.localPort ?? 0;
      this.#linksByPort.set(port, link);
      if (isFrozen) return;
      caller.pipe(server);
      server.pipe(caller);
    });
  }
}
