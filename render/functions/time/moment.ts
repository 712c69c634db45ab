/** Moments and the calendar, with the 64-bit arithmetic of Go's package time: years far away come out as there. */

/** A point in time. */
export interface Moment {
  /** Since the start of the year 1, 64 bits of them. */
  readonly seconds: bigint;
  /** Up to but without a thousand million. */
  readonly nanoseconds: number;
}

/** What calendar and clock show at a moment. */
export interface Shown {
  readonly year: number;
  /** From 1 on, as day and yearDay. */
  readonly month: number;
  readonly day: number;
  /** Sunday is 0. */
  readonly weekday: number;
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const secondsOfDay = 86_400n;
const nanosecondsOfSecond = 1_000_000_000n;
/** From year 1 to 1970. */
const untilUnix = 719_162n * secondsOfDay;

/** Go counts days from a March so long ago that no moment is before it: leap days end years, and nothing is negative. */
const farYears = 292_277_022_400n;
const daysInMarchThroughDecember = 306;
const sinceFarPast = (farYears * 3_652_425n / 10_000n + BigInt(daysInMarchThroughDecember)) * secondsOfDay;

/** Go's zero time: the start of the year 1. */
export const start: Moment = { seconds: 0n, nanoseconds: 0 };

export function ofUnix(seconds: bigint): Moment {
  return { seconds: BigInt.asIntN(64, seconds + untilUnix), nanoseconds: 0 };
}

export function toUnix({ seconds }: Moment): bigint {
  return BigInt.asIntN(64, seconds - untilUnix);
}

/** What is shown where clocks are `offset` seconds ahead of UTC. */
export function show({ seconds }: Moment, offset: number): Shown {
  const far = BigInt.asUintN(64, seconds + BigInt(offset) + sinceFarPast);
  const days = Number(far / secondsOfDay);
  const time = Number(far % secondsOfDay);
  const quarters = 4 * days + 3;
  const century = Math.floor(quarters / 146_097);
  const inCentury = (quarters % 146_097) | 3;
  const marchDay = Math.floor((inCentury % 1461) / 4);
  const marchMonth = Math.floor((5 * marchDay + 461) / 153);
  const isNextYear = marchDay >= daysInMarchThroughDecember;
  const year = century * 100 - Number(farYears) + Math.floor(inCentury / 1461) + (isNextYear ? 1 : 0);
  return {
    year,
    month: isNextYear ? marchMonth - 12 : marchMonth,
    day: marchDay - Math.floor((153 * marchMonth - 457) / 5) + 1,
    weekday: (days + 3) % 7,
    yearDay: isNextYear ? marchDay - daysInMarchThroughDecember + 1 : marchDay + 60 + (isLeap(year) ? 1 : 0),
    hour: Math.floor(time / 3600),
    minute: Math.floor(time / 60) % 60,
    second: time % 60,
  };
}

/** Seconds of the moment when a clock in UTC shows this. Months and days may be too many or too few, and count on. */
export function secondsOf(year: bigint, month: bigint, day: bigint, secondOfDay: number): bigint {
  const months = BigInt.asIntN(64, month - 1n);
  const inYear = ((months % 12n) + 12n) % 12n;
  const marchMonth = inYear < 2n ? inYear + 13n : inYear + 1n;
  const years = BigInt.asUintN(64, year + (months - inYear) / 12n - (inYear < 2n ? 1n : 0n) + farYears);
  const before = 146_097n * (years / 100n) / 4n + 1461n * (years % 100n) / 4n + (153n * marchMonth - 457n) / 5n;
  return BigInt.asIntN(64, (before + day - 1n) * secondsOfDay + BigInt(secondOfDay) - sinceFarPast);
}

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days of the months before this one. */
export function daysBefore(month: number, year: number): number {
  const days = Math.floor((367 * month - 362) / 12);
  return month < 3 ? days : days - (isLeap(year) ? 1 : 2);
}

/** Stops at the ends of time. */
export function add({ seconds, nanoseconds }: Moment, length: bigint): Moment {
  const sum = BigInt(nanoseconds) + length % nanosecondsOfSecond;
  const carry = sum >= nanosecondsOfSecond ? 1n : sum < 0n ? -1n : 0n;
  return {
    seconds: within(seconds + length / nanosecondsOfSecond + carry),
    nanoseconds: Number(sum - carry * nanosecondsOfSecond),
  };
}

function within(seconds: bigint): bigint {
  const last = 2n ** 63n - 1n;
  return seconds > last ? last : seconds < -last - 1n ? -last : seconds;
}

/** All nanoseconds since the start of the year 1. */
export function nanosecondsOf({ seconds, nanoseconds }: Moment): bigint {
  return seconds * nanosecondsOfSecond + BigInt(nanoseconds);
}
