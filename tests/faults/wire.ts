/** Reads and writes HTTP/1.1 messages on an open connection. */

import { joined } from "../../kernel/chunks.ts";

/** The first line and the headers of a request or an answer. */
export interface Head {
  /** `GET /api HTTP/1.1` or `HTTP/1.1 200 OK`, in its words. */
  readonly first: readonly string[];
  readonly headers: Headers;
}

const END_OF_HEAD = new TextEncoder().encode("\r\n\r\n");
const END_OF_LINE = END_OF_HEAD.subarray(0, 2);

export class Wire {
  #buffered = new Uint8Array();

  constructor(private readonly connection: Deno.Conn) {}

  /** Undefined when the other side has ended the connection between two messages. */
  async head(): Promise<Head | undefined> {
    const bytes = await this.#upTo(END_OF_HEAD);
    if (!bytes) return undefined;
    const [first = "", ...rest] = new TextDecoder("latin1").decode(bytes).trimEnd().split("\r\n");
    const headers = new Headers(rest.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }));
    return { first: first.split(" "), headers };
  }

  /** The body in the pieces in which it comes, without the framing of chunks. */
  async *body({ headers }: Head): AsyncGenerator<Uint8Array, void> {
    if (headers.get("transfer-encoding") !== "chunked") {
      const length = Number(headers.get("content-length") ?? 0);
      if (length > 0) yield await this.#exactly(length);
      return;
    }
    for (;;) {
      const line = await this.#upTo(END_OF_LINE);
      if (!line) throw new Deno.errors.UnexpectedEof();
      const size = parseInt(new TextDecoder().decode(line), 16);
      const data = await this.#exactly(size + END_OF_LINE.length);
      if (size === 0) return;
      yield data.subarray(0, size);
    }
  }

  async wholeBody(head: Head): Promise<Uint8Array> {
    return joined(await Array.fromAsync(this.body(head)));
  }

  /** A message with its whole body, however that was framed when it came. */
  async send({ first, headers }: Head, body: Uint8Array): Promise<void> {
    const fields = new Headers(headers);
    fields.delete("transfer-encoding");
    if (body.length > 0 || first[0]?.startsWith("HTTP/")) fields.set("content-length", `${body.length}`);
    await this.sendHead({ first, headers: fields });
    if (body.length > 0) await this.write(body);
  }

  async sendHead({ first, headers }: Head): Promise<void> {
    const lines = [first.join(" "), ...[...headers].map(([name, value]) => `${name}: ${value}`)];
    await this.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
  }

  /** One chunk of a chunked body. An empty one ends the body. */
  async sendChunk(data: Uint8Array): Promise<void> {
    const size = new TextEncoder().encode(`${data.length.toString(16)}\r\n`);
    await this.write(joined([size, data, END_OF_LINE]));
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) sent += await this.connection.write(bytes.subarray(sent));
  }

  /** Resolves when the other side is gone. For when it has nothing to say. */
  async ended(): Promise<void> {
    while (await this.#more());
  }

  close(): void {
    try {
      this.connection.close();
    } catch (error) {
      // It was closed before.
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #upTo(mark: Uint8Array): Promise<Uint8Array | undefined> {
    for (let from = 0;;) {
      const at = indexOf(this.#buffered, mark, from);
      if (at >= 0) return this.#take(at + mark.length);
      from = Math.max(0, this.#buffered.length - mark.length);
      if (await this.#more()) continue;
      if (this.#buffered.length > 0) throw new Deno.errors.UnexpectedEof();
      return undefined;
    }
  }

  async #exactly(length: number): Promise<Uint8Array> {
    while (this.#buffered.length < length) if (!await this.#more()) throw new Deno.errors.UnexpectedEof();
    return this.#take(length);
  }

  #take(length: number): Uint8Array {
    const taken = this.#buffered.subarray(0, length);
    this.#buffered = this.#buffered.subarray(length);
    return taken;
  }

  /** Whether anything came before the end. */
  async #more(): Promise<boolean> {
    const chunk = new Uint8Array(65_536);
    const length = await this.connection.read(chunk);
    if (length === null) return false;
    this.#buffered = new Uint8Array(joined([this.#buffered, chunk.subarray(0, length)]));
    return true;
  }
}

function indexOf(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  for (let at = from; at + mark.length <= bytes.length; at++) {
    if (mark.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return -1;
}
