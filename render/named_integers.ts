/** Go's integers that have names and methods: months, weekdays and durations. */

import { hour, printDuration, second } from "./functions/time/duration.ts";
import { type FunctionTable, passes } from "./functions/function.ts";
import { months, weekdays } from "./functions/time/time_layout.ts";
import { type Int, int64 } from "./value.ts";

/** How Go prints an integer that has a name. */
export function spelled({ kind, value }: Int): string | undefined {
  switch (kind) {
    case "time.Month":
      return months[Number(value) - 1];
    case "time.Weekday":
      return weekdays[Number(value)];
    case "time.Duration":
      return printDuration(value);
    case "int":
    case "int64":
    case "int32":
    case "uint8":
    case "uint64":
      return undefined;
  }
}

/** Numbers without a name have none. */
export function methodsOf(int: Int): FunctionTable {
  const { kind, value } = int;
  const name = passes([], () => spelled(int));
  if (kind === "time.Month" || kind === "time.Weekday") return { String: name };
  if (kind !== "time.Duration") return {};
  const inUnits = (unit: bigint) => passes([], () => Number(value / unit) + Number(value % unit) / Number(unit));
  return {
    String: name,
    Hours: inUnits(hour),
    Minutes: inUnits(60n * second),
    Seconds: inUnits(second),
    Milliseconds: passes([], () => int64(value / 1_000_000n)),
    Microseconds: passes([], () => int64(value / 1_000n)),
    Nanoseconds: passes([], () => int64(value)),
  };
}
