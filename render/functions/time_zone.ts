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

/** Beyond, the zones of the world are not known. */
const furthest = 8_640_000_000_000n;

/**
 * The zone with an IANA name. What is no name is UTC, as Sprig has it; so is `Local`. Undefined at moments that are
 * hundreds of thousands of years away.
 */
export function zoneAt(name: string, moment: Moment): Zone | undefined {
  const abbreviation = fixed.find(([pattern]) => pattern.test(name))?.[1];
  if (abbreviation !== undefined) return { abbreviation, offset: 0 };
  if (!isKnown(name)) return utc;
  const seconds = toUnix(moment);
  if (seconds < -furthest || seconds > furthest) return undefined;
  const { offsetNanoseconds } = new Temporal.ZonedDateTime(seconds * 1_000_000_000n, name);
  return { abbreviation: undefined, offset: offsetNanoseconds / 1_000_000_000 };
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
