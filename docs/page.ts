/** Pages whose tables are written by the code, each between a pair of comments of its own. */

/** `page` with its tables as they should be, by name. Throws when one has no place. */
export function filled(page: string, tables: Readonly<Record<string, () => string>>): string {
  return Object.entries(tables).reduce((page, [name, write]) => {
    const [before, rest, ...more] = page.split(`<!-- ${name}: generated -->\n`);
    const [, after] = rest?.split(`<!-- ${name}: end -->`) ?? [];
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`Cannot write the table "${name}": the page must have its two comments once`);
    }
    return `${before}<!-- ${name}: generated -->\n\n${write()}\n\n<!-- ${name}: end -->${after}`;
  }, page);
}

/** With columns in line, as `deno fmt` has them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [first = "", ...others] = all.map(line);
  return [first, line(widths.map((width) => "-".repeat(width))), ...others].join("\n");
}
