/** Go's layouts: how a time looks is said by how Monday, the 2nd of January 2006, 15:04:05 would look. */

import { allowText } from "../../budget.ts";
import { FunctionError } from "../function.ts";
import { type Moment, show, type Shown } from "./moment.ts";
import type { Zone } from "./time_zone.ts";

export const months: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export const weekdays: readonly string[] = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
];

/** Something in a layout that stands for a part of the time, with the text before it. */
export interface Element {
  readonly before: string;
  readonly name: string;
}

const element = new RegExp(
  [
    "January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|0[1-6]|002|__2|_2(?!006)|15|[1-5]|PM|pm",
    "[-Z]07(?:0000|:00:00|00|:00|)",
    "[.,](?:0+|9+)(?!\\d)",
  ].join("|"),
  "g",
);

/** The elements of a layout; the last one has no name and stands for its end. */
export function* elementsOf(layout: string): Generator<Element> {
  let at = 0;
  for (const { 0: name, index } of layout.matchAll(element)) {
    yield { before: layout.slice(at, index), name };
    at = index + name.length;
  }
  yield { before: layout.slice(at), name: "" };
}

/** `.000`, `,999`: how many digits a fraction of a second has at most. Go counts them in 12 bits. */
export function fractionDigits(element: string): number {
  return (element.length - 1) % 4096;
}

/** Throws a FunctionError where the abbreviation of the zone is asked for and not known. */
export function format(layout: string, moment: Moment, zone: Zone): string {
  const shown = show(moment, zone.offset);
  let text = "";
  for (const { before, name } of elementsOf(layout)) {
    allowText(text.length + before.length);
    text += before + part(name, shown, moment, zone);
  }
  return text;
}

function part(element: string, shown: Shown, { nanoseconds }: Moment, zone: Zone): string {
  if (/^[.,]/.test(element)) return fraction(element, nanoseconds);
  if (/^[-Z]/.test(element)) return offset(element, zone.offset);
  if (element !== "MST") return writers[element]?.(shown) ?? "";
  if (zone.abbreviation !== undefined) return zone.abbreviation || offset("-0700", zone.offset);
  throw new FunctionError("the abbreviation of this time zone is not known here: use -07:00 in place of MST");
}

const writers: Readonly<Record<string, (shown: Shown) => string>> = {
  "2006": ({ year }) => digits(year, 4),
  "06": ({ year }) => digits(Math.abs(year) % 100, 2),
  "January": ({ month }) => months[month - 1] ?? "",
  "Jan": ({ month }) => months[month - 1]?.slice(0, 3) ?? "",
  "1": ({ month }) => String(month),
  "01": ({ month }) => digits(month, 2),
  "Monday": ({ weekday }) => weekdays[weekday] ?? "",
  "Mon": ({ weekday }) => weekdays[weekday]?.slice(0, 3) ?? "",
  "2": ({ day }) => String(day),
  "_2": ({ day }) => String(day).padStart(2),
  "02": ({ day }) => digits(day, 2),
  "__2": ({ yearDay }) => String(yearDay).padStart(3),
  "002": ({ yearDay }) => digits(yearDay, 3),
  "15": ({ hour }) => digits(hour, 2),
  "3": ({ hour }) => String(hour % 12 || 12),
  "03": ({ hour }) => digits(hour % 12 || 12, 2),
  "4": ({ minute }) => String(minute),
  "04": ({ minute }) => digits(minute, 2),
  "5": ({ second }) => String(second),
  "05": ({ second }) => digits(second, 2),
  "PM": ({ hour }) => hour < 12 ? "AM" : "PM",
  "pm": ({ hour }) => hour < 12 ? "am" : "pm",
};

function digits(number: number, width: number): string {
  return (number < 0 ? "-" : "") + String(Math.abs(number)).padStart(width, "0");
}

function fraction(element: string, nanoseconds: number): string {
  const count = fractionDigits(element);
  const written = digits(nanoseconds, 9).slice(0, count);
  if (element[1] === "0") return element.slice(0, 1) + written;
  const significant = written.replace(/0+$/, "");
  return significant === "" ? "" : element.slice(0, 1) + significant;
}

/** The sign is that of the minutes, as in Go: seconds alone are no reason for one, and then have their own. */
function offset(element: string, seconds: number): string {
  if (seconds === 0 && element.startsWith("Z")) return "Z";
  const minutes = Math.trunc(seconds / 60);
  const rest = (minutes < 0 ? -seconds : seconds) % 60;
  const parts = [digits(Math.trunc(Math.abs(minutes) / 60), 2), digits(Math.abs(minutes) % 60, 2), digits(rest, 2)];
  const [, ...asked] = element.match(/\d\d/g) ?? [];
  return (minutes < 0 ? "-" : "+") + parts.slice(0, 1 + asked.length).join(element.includes(":") ? ":" : "");
}
