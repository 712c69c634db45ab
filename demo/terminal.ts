/** Talks to the person who started the demo: lines that stay, and on a terminal lines that are drawn again in place. */

import { fitted } from "../filters/progress/cells.ts";
import { painted, type Piece as Line, type Tone } from "../filters/progress/line.ts";

export interface Screen {
  /** A terminal on which lines can be drawn over. */
  readonly isLive: boolean;
  readonly hasColour: boolean;
  /** Characters per line; longer ones would wrap and could not be drawn over. */
  columns(): number;
  /** Writes a text and a line break. */
  write(text: string): void;
}

/** Standard output; https://no-color.org is respected. */
export function standardOutput(): Screen {
  const isLive = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  return {
    isLive,
    hasColour: isLive && !Deno.noColor,
    columns: () => Deno.consoleSize().columns,
    write: (text) => console.log(text),
  };
}

export class Terminal {
  /** How many lines stand there to be drawn over. */
  #drawn = 0;

  constructor(private readonly screen: Screen) {}

  get isLive(): boolean {
    return this.screen.isLive;
  }

  /** Writes lines that stay, below what was drawn. */
  say(text: string, tone: Tone = "plain"): void {
    this.#drawn = 0;
    this.screen.write(painted(text, tone, this.screen.hasColour));
  }

  /** Draws lines over those that were drawn last. Only where `isLive`. */
  draw(lines: readonly Line[]): void {
    const back = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : "";
    const { hasColour } = this.screen;
    const width = this.screen.columns() - 1;
    const texts = lines.map(({ text, tone }) => `\x1b[2K${painted(fitted(text, width), tone, hasColour)}`);
    this.screen.write(`${back}\x1b[J${texts.join("\n")}`);
    this.#drawn = lines.length;
  }
}
