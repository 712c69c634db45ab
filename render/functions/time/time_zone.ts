/** Time zones: UTC, those that a text names with an offset, and those of the world. */

import { type Moment, toUnix } from "./moment.ts";

/** What clocks show somewhere at some moment. */
export interface Zone {
  /** Empty where only the offset is known; undefined where there is one, but not known here. */
  readonly abbreviation: string | undefined;
  /** Seconds ahead of UTC. */
  readonly offset: number;
}

export const utc: Zone = { abbreviation: "UTC", offset: 0 };

/** The zone with an IANA name, at a moment. What is no name is UTC, as Sprig has it; so is `Local`. */
export function zoneAt(name: string, moment: Moment): Zone {
  const abbreviation = fixed.find(([pattern]) => pattern.test(name))?.[1];
  if (abbreviation !== undefined) return { abbreviation, offset: 0 };
  if (!isKnown(name)) return utc;
  const { offsetNanoseconds } = new Temporal.ZonedDateTime(1_000_000_000n * likeSeconds(toUnix(moment)), name);
  return { abbreviation: undefined, offset: offsetNanoseconds / 1_000_000_000 };
}

/** The zones of the world are known up to here, before and after 1970. */
const furthest = 8_640_000_000_000n;
/** After 400 years, the calendar starts over. */
const cycle = 146_097n * 86_400n;

/** When clocks are as at that moment: once upon a time they never changed, and some day only the calendar changes them. */
function likeSeconds(unix: bigint): bigint {
  if (unix < -furthest) return -furthest;
  return unix > furthest ? furthest - cycle + (unix - furthest) % cycle : unix;
}

const fixed: readonly (readonly [RegExp, string])[] = [
  [/^(?:|Local|(?:Etc\/)?(?:UTC|UCT|Universal|Zulu))$/, "UTC"],
  [/^(?:Etc\/)?(?:GMT|GMT0|GMT[+-]0|Greenwich)$/, "GMT"],
];

/** Names of zones are known in any case, but to Go they are files. */
function isKnown(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId === name;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
