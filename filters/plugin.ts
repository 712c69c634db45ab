/** Whether kubectl started this program, as its plugin `kubectl-kubetask`. */

import process from "node:process";

/** From the name that it was started by, which needs no permission to read. */
export function isPlugin(): boolean {
  return /(?:^|[/\\])kubectl-kubetask(?:\.exe)?$/.test(process.argv0);
}
