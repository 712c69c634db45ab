/** The tables of docs/reasons.md, from the code. */

import { type Reason, reasons } from "../reconcilers/reasons.ts";
import { filled, table } from "./page.ts";

export function withReasons(page: string): string {
  return filled(page, { waiting: tableOf("waiting"), failed: tableOf("failed"), normal: tableOf("normal") });
}

function tableOf(which: Reason["class"]): () => string {
  const rows = Object.entries(reasons).filter(([, reason]) => reason.class === which)
    .map(([reason, { meaning, cure }]) => [`\`${reason}\``, meaning, cure]);
  return () => table(["Reason", "What it means", "What helps"], rows);
}
