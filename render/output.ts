/** What a template wrote, as a rope, with the line of the template that each part came from. */

import { allowText } from "./budget.ts";
import { flatPiece, type Piece, pieces, rope, type Text } from "./rope.ts";

/** `line` is where the part starts; the template's own text goes on line by line, other text stays on one line of the template. */
export interface Written {
  readonly piece: Piece;
  readonly line: number;
  readonly literal: boolean;
}

export class Output {
  readonly #written: Written[] = [];
  #length = 0;

  /** Throws OverBudget when the whole gets too long. */
  write(text: Text, line: number, literal: boolean): void {
    for (const piece of pieces(text)) {
      if (piece === "") continue;
      this.#length += flatPiece(piece).length;
      allowText(this.#length);
      this.#written.push({ piece, line, literal });
    }
  }

  get length(): number {
    return this.#length;
  }

  get written(): readonly Written[] {
    return this.#written;
  }

  get text(): Text {
    return rope(this.#written.map(({ piece }) => piece));
  }
}
