/** Times as Kubernetes writes them: RFC 3339 in UTC, whole seconds. */

export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The latest of at least one. */
export function latest(times: readonly string[]): string {
  return times.reduce((last, time) => Date.parse(time) > Date.parse(last) ? time : last);
}
