/** Keeps values out of the YAML parser: each is a placeholder in the source, and is put in once the text is parsed. */

import type { Written } from "./output.ts";
import type { Deferred } from "./rope.ts";
import { type Scalar, YamlError } from "./yaml.ts";

/** A scalar with values in it. */
export class Filled {
  constructor(readonly segments: readonly Segment[]) {}

  get text(): string {
    return this.segments.map(({ text }) => text).join("");
  }
}

export interface Segment {
  readonly text: string;
  readonly fromValue: boolean;
}

export class Manuscript {
  /** YAML without a single character that came from a value. */
  readonly source: string;
  readonly #values: Deferred[] = [];
  readonly #parts: { start: number; written: Written }[] = [];
  readonly #mark: string;
  readonly #placeholder: RegExp;

  constructor(written: readonly Written[]) {
    const trusted = written.map(({ piece }) => typeof piece === "string" ? piece : "").join("");
    const mark = this.#mark = unusedMark(trusted);
    this.#placeholder = new RegExp(`${mark}(\\d+)${mark}`, "g");
    let source = "";
    for (const part of written) {
      this.#parts.push({ start: source.length, written: part });
      if (typeof part.piece === "string") source += part.piece;
      else source += `${mark}${this.#values.push(part.piece) - 1}${mark}`;
    }
    this.source = source;
  }

  /** The line of the template that wrote what is at `offset` of the source. */
  lineAt(offset: number): number {
    const part = this.#parts.findLast(({ start }) => start <= offset);
    if (part === undefined) return 1;
    const { piece, line, literal } = part.written;
    if (!literal || typeof piece !== "string") return line;
    return line + piece.slice(0, offset - part.start).split("\n").length - 1;
  }

  /** Puts values into a scalar; undefined if there are none. A key with a value in it is text, and needs an encoder. */
  fill(scalar: Scalar): Filled | string | undefined {
    if (!scalar.text.includes(this.#mark)) return undefined;
    const segments: Segment[] = [];
    let at = 0;
    for (const match of scalar.text.matchAll(this.#placeholder)) {
      const value = this.#values[Number(match[1])];
      if (value === undefined) continue;
      if (scalar.isKey && value.encoding === "none") {
        throw new YamlError("a value cannot be the key of a mapping", scalar.offset);
      }
      const isWhole = match[0] === scalar.text;
      segments.push({ text: scalar.text.slice(at, match.index), fromValue: false });
      segments.push({ text: inScalar(value, scalar, isWhole), fromValue: true });
      at = match.index + match[0].length;
    }
    if (segments.length === 0) return undefined;
    segments.push({ text: scalar.text.slice(at), fromValue: false });
    const filled = new Filled(segments);
    return scalar.isKey ? filled.text : filled;
  }

  /** Placeholders in a message are shown as what they are. */
  readable(message: string): string {
    return message.replace(this.#placeholder, "…");
  }
}

/**
 * The value as YAML would have read it: without the escapes or quotes that YAML itself undoes, with those that it leaves
 * in the text, and with as much of the indentation as a block scalar does not take off.
 */
function inScalar({ value, text, encoding, pad }: Deferred, { style, indent }: Scalar, isWhole: boolean): string {
  if (encoding === "escaped" && style === "double") return value;
  if (encoding === "yaml" && style === "plain" && isWhole) return value;
  const isBlock = style === "literal" || style === "folded";
  const kept = isBlock ? Math.max(0, pad - indent) : 0;
  return kept === 0 ? text : text.replaceAll("\n", "\n" + " ".repeat(kept));
}

/** Private-use characters, more in a row than the template has or could make by escapes. */
function unusedMark(trusted: string): string {
  const runs = trusted.match(/\ue000+/g) ?? [];
  const escapes = trusted.match(/e000/gi) ?? [];
  return "\ue000".repeat(1 + escapes.length + runs.reduce((longest, run) => Math.max(longest, run.length), 0));
}
