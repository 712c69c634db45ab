/** What breaks, and when: small enough for a command line, exact enough to be replayed. */

/** At a write: the operator is killed before it is sent or after its answer came, or the answer is lost with its connection. */
export const crashModes = ["before", "after", "lost"] as const;
/** At a write: the proxy answers in the API server's place. */
export const refusalModes = ["429", "500", "503", "409", "403"] as const;
/** At an event of a watch: it never comes, comes twice, or comes after the next one. */
export const eventModes = ["dropped", "duplicated", "swapped"] as const;
export const modes = [...crashModes, ...refusalModes, ...eventModes] as const;
export type Mode = typeof modes[number];

export interface Plan {
  readonly scenario: string;
  readonly mode: Mode;
  /** Counted from 1. A second one counts from the first one on. Empty: nothing breaks. */
  readonly points: readonly number[];
}

/** The command that runs this plan again. */
export function replay({ scenario, mode, points }: Plan): string {
  return `deno task faults --scenario ${scenario} --mode ${mode} --point ${points.join("+")}`;
}

export function isEventMode(mode: Mode): boolean {
  return eventModes.some((other) => other === mode);
}
