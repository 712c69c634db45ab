/** Whether kubectl started this program, as its plugin `kubectl-kubetask`. */

/** From the name that it was started by, which needs no permission to read. */
export async function isPlugin(): Promise<boolean> {
  // Loaded when asked for: it takes memory that the operator need not have.
  const { default: process } = await import("node:process");
  return /(?:^|[/\\])kubectl-kubetask(?:\.exe)?$/.test(process.argv0);
}
