/** Text that remembers which of its parts came from values: trusted text of the template, and deferred strings. */

/** A string that came from a value. It is data wherever it ends up, never syntax. */
export interface Deferred {
  readonly value: string;
  /** How it reads inside other text: what its encoder made of it; without an encoder, the value itself. */
  readonly text: string;
  /** Who wrote `text`: nobody, an encoder whose escapes YAML's double quotes undo, or one that writes YAML scalars. */
  readonly encoding: "none" | "escaped" | "yaml";
  /** How many spaces `indent` put behind every line break of `text`. */
  readonly pad: number;
}

/** A part of a rope; a plain string is trusted. */
export type Piece = string | Deferred;

export class Rope {
  #flat: string | undefined;

  constructor(readonly pieces: readonly Piece[]) {}

  get flat(): string {
    return this.#flat ??= this.pieces.map(flatPiece).join("");
  }
}

/** A Go string: trusted as a whole, or a rope. */
export type Text = string | Rope;

export function isText(value: unknown): value is Text {
  return typeof value === "string" || value instanceof Rope;
}

/** The string `value`, marked as coming from a value. */
export function deferred(value: string, text = value, encoding: Deferred["encoding"] = "none"): Rope {
  return new Rope([{ value, text, encoding, pad: 0 }]);
}

export function pieces(text: Text): readonly Piece[] {
  return typeof text === "string" ? [text] : text.pieces;
}

/** The rope of `parts`, or a plain string if all of it is trusted. */
export function rope(parts: readonly Piece[]): Text {
  return parts.every((part) => typeof part === "string") ? parts.join("") : new Rope(parts);
}

export function concat(...texts: Text[]): Text {
  return rope(texts.flatMap(pieces));
}

/** What Go prints. */
export function flat(text: Text): string {
  return typeof text === "string" ? text : text.flat;
}

export function flatPiece(piece: Piece): string {
  if (typeof piece === "string") return piece;
  return piece.pad === 0 ? piece.text : piece.text.replaceAll("\n", "\n" + " ".repeat(piece.pad));
}

/** The text with everything that came from a value left out: fit for messages and logs. */
export function redacted(text: Text): string {
  return pieces(text).map((piece) => typeof piece === "string" ? piece : "…").join("");
}

/** Applies `change` to trusted text and `changeDeferred` to what is deferred, keeping which is which. */
export function mapPieces(
  text: Text,
  change: (text: string) => string,
  changeDeferred: (piece: Deferred) => Deferred,
): Text {
  return rope(pieces(text).map((piece) => typeof piece === "string" ? change(piece) : changeDeferred(piece)));
}

/** The part of `text` between two offsets in its flat form. */
export function slice(text: Text, start: number, end: number): Text {
  const parts: Piece[] = [];
  let at = 0;
  for (const piece of pieces(text)) {
    const length = flatPiece(piece).length;
    const from = Math.max(0, start - at);
    const to = Math.min(length, end - at);
    at += length;
    if (typeof piece === "string") parts.push(piece.slice(from, Math.max(from, to)));
    else if (from < to || piece.text === "") parts.push(sliceDeferred(piece, from, to));
    // A value that is cut away altogether is still a value: an empty string, not nothing.
    else parts.push(...deferredPieces(""));
  }
  return rope(parts);
}

function sliceDeferred(piece: Deferred, start: number, end: number): Deferred {
  const from = unpadded(piece, start);
  const to = unpadded(piece, end);
  // What an encoder had to change is no longer a slice of the value: the whole of it stays.
  const value = piece.value === piece.text ? piece.value.slice(from, to) : piece.value;
  return { ...piece, value, text: piece.text.slice(from, to) };
}

/** How many characters of the piece's text its first `length` flat characters are. */
function unpadded({ text, pad }: Deferred, length: number): number {
  let at = 0;
  for (let flat = 0; flat < length && at < text.length; at++) flat += text[at] === "\n" ? 1 + pad : 1;
  return at;
}

function deferredPieces(value: string): readonly Piece[] {
  return deferred(value).pieces;
}
