/** The runs on a terminal, drawn again in place. */

import type { Terminal } from "../filter.ts";
import { block, shortBlock } from "./block.ts";
import { type Followed, hasEnded } from "./followed.ts";
import { type Line, plain, type Style, written } from "./line.ts";

/** Where a terminal does not tell. */
const usual = { columns: 80, rows: 24 };

export class Screen {
  /** How many lines stand there to be drawn over. */
  #drawn = 0;

  /** `width`: cells of a line, whatever the terminal says. */
  constructor(
    private readonly terminal: Pick<Terminal, "size">,
    private readonly style: Style,
    private readonly width?: number,
  ) {}

  /** What to write so that the terminal shows them as they are now, in place of what was drawn last. */
  drawn(runs: readonly Followed[], now: number): string {
    const { columns, rows } = this.terminal.size();
    const cells = this.width ?? (columns || usual.columns) - 1;
    const lines = fewer(runs, now, cells, (rows || usual.rows) - 1, this.style.isAscii);
    const texts = lines.map((line) => written(line, cells, this.style));
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : "";
    this.#drawn = lines.length;
    // Without wrapping: a character that the terminal takes for wider than it is counted here must not move the lines.
    return `\x1b[?7l\r${up}${texts.map((text) => `${text}\x1b[K\n`).join("")}\x1b[J\x1b[?7h`;
  }
}

/** No more lines than there are rows: what has scrolled out of a terminal cannot be drawn over. */
function fewer(runs: readonly Followed[], now: number, cells: number, rows: number, isAscii: boolean): Line[] {
  const blocks = runs.map((followed) => block(followed, now, cells, isAscii));
  if (blocks.reduce((sum, { length }) => sum + length, 0) <= rows) return blocks.flat();
  if (runs.length === 1) return blocks.flat().slice(0, rows);
  if (runs.length <= rows) return runs.map((followed) => shortBlock(followed, now));
  const atWork = runs.filter((followed) => !hasEnded(followed));
  const shown = [...atWork, ...runs.filter(hasEnded)].slice(0, rows - 1);
  return [...shown.map((followed) => shortBlock(followed, now)), [
    plain(`and ${runs.length - shown.length} more runs`),
  ]];
}
