/** Reads times by Go's layouts, with Go's tolerance and its words for what is wrong. */

import { concat, flat, type Text } from "../../rope.ts";
import { FunctionError } from "../function.ts";
import { daysBefore, isLeap, type Moment, secondsOf } from "./moment.ts";
import { elementsOf, fractionDigits, months, weekdays } from "./time_layout.ts";
import { byteString, quotedPart } from "./time_quote.ts";
import { utc, type Zone } from "./time_zone.ts";

export interface ReadTime {
  readonly moment: Moment;
  readonly zone: Zone;
}

/** The time that `text` says, in UTC where it names no zone. Throws a FunctionError. */
export function readTime(layout: Text, text: Text): ReadTime {
  const form = byteString(flat(layout));
  const written = byteString(flat(text));
  const start = concat("parsing time ", quotedPart(written, text));
  const as = (name: string) => concat(" as ", quotedPart(name, layout));
  const reading = new Reading(written);
  const elements = [...elementsOf(form)];
  for (const [i, { before, name }] of elements.entries()) {
    const isThere = skip(reading, before);
    const { rest } = reading;
    const problem = name === "" ? undefined : readElement(reading, name, elements[i + 1]?.name ?? "");
    if (!isThere || problem === "bad value") {
      const wanted = isThere ? name : before;
      throw new FunctionError(concat(start, as(form), ": cannot parse ", quotedPart(rest, text), as(wanted)));
    }
    if (problem !== undefined) throw new FunctionError(concat(start, `: ${problem} out of range`));
  }
  const { rest } = reading;
  if (rest !== "") throw new FunctionError(concat(start, ": extra text: ", quotedPart(rest, text)));
  const date = dateOf(reading);
  if (typeof date === "string") throw new FunctionError(concat(start, `: ${date}`));
  return timeOf(reading, date);
}

/** What was read so far. */
class Reading {
  year = 0;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour = 0;
  minute = 0;
  second = 0;
  nanoseconds = 0;
  isMorning = false;
  isAfternoon = false;
  isUtc = false;
  abbreviation = "";
  /** Go's mark for none; so it cannot read this very offset. */
  offset = -1;

  /** `rest` is what is still to be read. */
  constructor(public rest: string) {}

  /** Takes what the pattern finds; it looks at the start only. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.rest);
    if (match === null) return undefined;
    this.rest = this.rest.slice(match[0].length);
    return match;
  }
}

/** Whether `before` is there; any number of spaces is as good as any other. Takes what of it is there. */
function skip(reading: Reading, before: string): boolean {
  for (const [part] of before.matchAll(/ +|[^ ]+/g)) {
    const { rest } = reading;
    if (part.startsWith(" ")) {
      if (/^[^ ]/.test(rest)) return false;
      reading.rest = rest.replace(/^ +/, "");
    } else {
      const length = commonLength(rest, part);
      reading.rest = rest.slice(length);
      if (length < part.length) return false;
    }
  }
  return true;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < b.length && a[length] === b[length]) length++;
  return length;
}

/** The names of numbers say what is out of range. */
type Problem =
  | "bad value"
  | "month"
  | "hour"
  | "minute"
  | "second"
  | "fractional second"
  | "time zone offset hour"
  | "time zone offset minute"
  | "time zone offset second"
  | undefined;

function readElement(reading: Reading, element: string, next: string): Problem {
  if (/^[.,]/.test(element)) return readFraction(reading, element);
  if (/^[-Z]/.test(element)) return readOffset(reading, element);
  if (element.endsWith("5") && element !== "15") return readSecond(reading, element, next);
  return readers[element]?.(reading, element);
}

type ElementReader = (reading: Reading, element: string) => Problem;

const yearOfCentury: ElementReader = (reading) => {
  const year = integerOf(reading.take(/^[^]{2}/)?.[0]);
  if (year === undefined) return "bad value";
  reading.year = year + (year >= 69 ? 1900 : 2000);
};

const year: ElementReader = (reading) => {
  const year = integerOf(reading.take(/^\d[^]{3}/)?.[0]);
  if (year === undefined) return "bad value";
  reading.year = year;
};

const monthName: ElementReader = (reading, element) => {
  const index = nameAt(reading, months, element.length);
  if (index < 0) return "bad value";
  reading.month = index + 1;
};

const month: ElementReader = (reading, element) => {
  const month = numberAt(reading, element);
  if (month === undefined) return "bad value";
  reading.month = month;
  return month >= 1 && month <= 12 ? undefined : "month";
};

/** The day of the week is not compared with the date. */
const weekday: ElementReader = (reading, element) => {
  return nameAt(reading, weekdays, element.length) < 0 ? "bad value" : undefined;
};

const day: ElementReader = (reading, element) => {
  if (element === "_2") reading.take(/^ /);
  reading.day = numberAt(reading, element);
  return reading.day === undefined ? "bad value" : undefined;
};

const yearDay: ElementReader = (reading, element) => {
  const [, digits] = reading.take(element === "002" ? /^(\d{3})/ : /^ {0,2}(\d{1,3})/) ?? [];
  reading.yearDay = integerOf(digits);
  return digits === undefined ? "bad value" : undefined;
};

const hour: ElementReader = (reading, element) => {
  const hour = numberAt(reading, element);
  if (hour === undefined) return "bad value";
  reading.hour = hour;
  return hour <= (element === "15" ? 23 : 12) ? undefined : "hour";
};

const minute: ElementReader = (reading, element) => {
  const minute = numberAt(reading, element);
  if (minute === undefined) return "bad value";
  reading.minute = minute;
  return minute < 60 ? undefined : "minute";
};

const half: ElementReader = (reading, element) => {
  const half = reading.take(element === "PM" ? /^[AP]M/ : /^[ap]m/)?.[0];
  if (half === undefined) return "bad value";
  if (half.toUpperCase() === "AM") reading.isMorning = true;
  else reading.isAfternoon = true;
};

const abbreviation: ElementReader = (reading) => {
  if (reading.take(/^UTC/) !== undefined) {
    reading.isUtc = true;
    return;
  }
  const found = reading.take(abbreviations)?.[0];
  if (found === undefined) return "bad value";
  reading.abbreviation = found;
};

/** What looks like one: there is no list of them. */
const abbreviations =
  /^(?=[^]{3})(?:ChST|MeST|(?:GMT)?[+-]0*(?:\d|1\d|2[0-3])(?!\d)|GMT|(?:[A-Z]{3,4}T|WITA|[A-Z]{3})(?![A-Z]))/;

const readers: Readonly<Record<string, ElementReader>> = {
  "2006": year,
  "06": yearOfCentury,
  "January": monthName,
  "Jan": monthName,
  "1": month,
  "01": month,
  "Monday": weekday,
  "Mon": weekday,
  "2": day,
  "_2": day,
  "02": day,
  "__2": yearDay,
  "002": yearDay,
  "15": hour,
  "3": hour,
  "03": hour,
  "4": minute,
  "04": minute,
  "PM": half,
  "pm": half,
  "MST": abbreviation,
};

/** A fraction may be there, also where the layout has none. */
function readSecond(reading: Reading, element: string, next: string): Problem {
  const second = numberAt(reading, element);
  if (second === undefined) return "bad value";
  if (second >= 60) return "second";
  reading.second = second;
  if (!/^[.,]/.test(next)) readDigits(reading);
}

/** Zeros ask for as many digits as they are, nines for any. */
function readFraction(reading: Reading, element: string): Problem {
  if (element[1] === "9") {
    readDigits(reading);
    return;
  }
  const count = fractionDigits(element);
  const asked = reading.rest.slice(1, 1 + count);
  const number = asked.length === count && /^[.,]/.test(reading.rest) ? integerOf(asked.slice(0, 9)) : undefined;
  if (number === undefined) return "bad value";
  reading.rest = reading.rest.slice(1 + count);
  if (number < 0) return "fractional second";
  reading.nanoseconds = number * 10 ** Math.max(0, 9 - count);
}

function readDigits(reading: Reading): void {
  const [, digits] = reading.take(/^[.,](\d+)/) ?? [];
  if (digits !== undefined) reading.nanoseconds = Number(digits.slice(0, 9).padEnd(9, "0"));
}

function readOffset(reading: Reading, element: string): Problem {
  if (element.startsWith("Z") && reading.take(/^Z/) !== undefined) {
    reading.isUtc = true;
    return;
  }
  const parts = element.slice(1).replace(/\d\d/g, "([^]{2})");
  const [, sign, ...texts] = reading.take(new RegExp(`^([^])${parts}`)) ?? [];
  const numbers = texts.map((text) => /^\d\d$/.test(text) ? Number(text) : undefined);
  const firstBad = numbers.indexOf(undefined);
  const [hours = 0, minutes = 0, seconds = 0] = firstBad < 0 ? numbers : numbers.slice(0, firstBad);
  // Some do write 24 hours or 60 minutes; of several that are too large, Go names the last.
  if (seconds > 60) return "time zone offset second";
  if (minutes > 60) return "time zone offset minute";
  if (hours > 24) return "time zone offset hour";
  if (firstBad >= 0 || (sign !== "+" && sign !== "-")) return "bad value";
  reading.offset = (sign === "-" ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds);
}

/** Where the name starts, in capitals or not; -1 if none is there. */
function nameAt(reading: Reading, names: readonly string[], length: number): number {
  const rest = reading.rest.slice(0, 9).toLowerCase();
  const wanted = names.map((name) => length === 3 ? name.slice(0, 3) : name);
  const index = wanted.findIndex((name) => rest.startsWith(name.toLowerCase()));
  reading.rest = reading.rest.slice(wanted[index]?.length ?? 0);
  return index;
}

/** One digit or two; two where the layout has a zero. */
function numberAt(reading: Reading, element: string): number | undefined {
  return integerOf(reading.take(element.startsWith("0") ? /^\d\d/ : /^\d\d?/)?.[0]);
}

/** Digits, perhaps behind a sign; none are 0. */
function integerOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d*$/.test(text) ? Number(`${text}.`.replace(/^[+-]?\.$/, "0")) : undefined;
}

interface Day {
  readonly month: number;
  readonly day: number;
}

/** The day that was read, or what is wrong with it. */
function dateOf({ year, month, day, yearDay }: Reading): Day | string {
  if (yearDay !== undefined) {
    if (yearDay < 1 || yearDay > (isLeap(year) ? 366 : 365)) return "day-of-year out of range";
    const found = dayOfYear(year, yearDay);
    if (month !== undefined && month !== found.month) return "day-of-year does not match month";
    return day === undefined || day === found.day ? found : "day-of-year does not match day";
  }
  const date = { month: month ?? 1, day: day ?? 1 };
  return date.day >= 1 && date.day <= daysIn(date.month, year) ? date : "day out of range";
}

function dayOfYear(year: number, yearDay: number): Day {
  let month = 1;
  while (daysBefore(month + 1, year) < yearDay) month++;
  return { month, day: yearDay - daysBefore(month, year) };
}

function daysIn(month: number, year: number): number {
  return daysBefore(month + 1, year) - daysBefore(month, year);
}

function timeOf(reading: Reading, { month, day }: Day): ReadTime {
  const { hour, minute, second, nanoseconds, abbreviation, offset } = reading;
  const shift = reading.isAfternoon && hour < 12 ? 12 : reading.isMorning && hour === 12 ? -12 : 0;
  const secondOfDay = ((hour + shift) * 60 + minute) * 60 + second;
  const seconds = secondsOf(BigInt(reading.year), BigInt(month), BigInt(day), secondOfDay);
  const moment = { seconds, nanoseconds };
  if (reading.isUtc) return { moment, zone: utc };
  if (offset !== -1) {
    const there = { seconds: seconds - BigInt(offset), nanoseconds };
    return { moment: there, zone: offset === 0 && abbreviation === "" ? utc : { abbreviation, offset } };
  }
  if (abbreviation === "") return { moment, zone: utc };
  // Go takes the name as it is, and has the clock show what was read only if the name has no offset.
  return { moment, zone: { abbreviation, offset: 3600 * Number(/^GMT(.+)/.exec(abbreviation)?.[1] ?? 0) } };
}
