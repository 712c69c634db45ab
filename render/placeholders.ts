/** Keeps values out of the YAML parser: each is a placeholder in the source, and is put in once the text is parsed. */

import { OverBudget } from "./budget.ts";
import type { Written } from "./output.ts";
import type { Deferred } from "./rope.ts";
import { type Scalar, YamlError } from "./notation/yaml.ts";

/** A scalar with values in it, without the values. */
export class Blank {
  /** `parts` are its own text and numbers of values, in turn. */
  constructor(readonly scalar: Scalar, readonly parts: readonly string[]) {}
}

export interface Segment {
  readonly text: string;
  readonly fromValue: boolean;
}

/** What a template wrote. Throws OverBudget when it is full of the characters that mark placeholders. */
export class Manuscript {
  /** YAML without a single character that came from a value. */
  readonly source: string;
  /** What placeholders in the source begin and end with. */
  readonly mark: string;
  readonly #values: Deferred[] = [];
  readonly #parts: { start: number; written: Written }[] = [];
  readonly #placeholder: RegExp;

  constructor(written: readonly Written[]) {
    const trusted = written.map(({ piece }) => typeof piece === "string" ? piece : "").join("");
    const mark = this.mark = unusedMark(trusted);
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

  /** Where values go in a scalar; undefined if it has none. */
  blankIn(scalar: Scalar): Blank | undefined {
    if (!scalar.text.includes(this.mark)) return undefined;
    const parts = scalar.text.split(this.#placeholder);
    return parts.length === 1 ? undefined : new Blank(scalar, parts);
  }

  fill({ scalar, parts }: Blank): Segment[] {
    const isWhole = parts.length === 3 && parts[0] === "" && parts[2] === "";
    return parts.map((part, i) => {
      if (i % 2 === 0) return { text: part, fromValue: false };
      return { text: inScalar(this.#valueOf(part), scalar, isWhole), fromValue: true };
    });
  }

  /** A key with a value in it is text, and needs an encoder. Throws a YamlError. */
  fillKey(blank: Blank): string {
    if (blank.parts.some((part, i) => i % 2 === 1 && this.#valueOf(part).encoding === "none")) {
      throw new YamlError("a value cannot be the key of a mapping", blank.scalar.offset);
    }
    return textOf(this.fill(blank));
  }

  #valueOf(number: string): Deferred {
    const value = this.#values[Number(number)];
    if (value === undefined) throw new Error(`Cannot fill in value ${number}: there are ${this.#values.length}`);
    return value;
  }

  /** Placeholders in a message are shown as what they are. */
  readable(message: string): string {
    return message.replace(this.#placeholder, "…");
  }
}

export function textOf(segments: readonly Segment[]): string {
  return segments.map(({ text }) => text).join("");
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
  const used = trusted.match(/\ue000|\\ue000|\\U0000e000/gi)?.length ?? 0;
  if (used > maxUsed) throw new OverBudget(`exceeded the limit of ${maxUsed} characters U+E000`);
  return "\ue000".repeat(used + 1);
}

const maxUsed = 16;
