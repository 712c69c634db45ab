/** What a process takes of the machine, as Linux counts it. */

/** Resident now and at most so far, in MiB. */
export function memoryOf(pid: number): { readonly rss: number; readonly peak: number } {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const kilobytes = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]);
  return { rss: kilobytes("VmRSS") / 1024, peak: kilobytes("VmHWM") / 1024 };
}

/** From here on the process' peak is counted anew. */
export function forgetPeak(pid: number): void {
  Deno.writeTextFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** Seconds that the processor worked for it so far, in steps of a hundredth. */
export function processorSecondsOf(pid: number): number {
  // What follows the program's name, which may hold anything: `state ppid …`, and user and system time as the 12th and 13th.
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).replace(/^.*\) /s, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
