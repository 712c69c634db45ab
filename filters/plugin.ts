/** Whether kubectl started this program, as its plugin `kubectl-kubetask`. */

/** From the name that it was started by, which needs no permission to read. */
export function isPlugin(): boolean {
  // deno-lint-ignore no-process-global -- unlike the module node:process, it takes no memory until it is used
  return /(?:^|[/\\])kubectl-kubetask(?:\.exe)?$/.test(process.argv0);
}
