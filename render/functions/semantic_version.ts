/** Semantic versions: how they are read, written and ordered, with the rules of Masterminds' semver 3.3. */

import { concat, type Text } from "../rope.ts";
import { compareStrings } from "../value.ts";
import { FunctionError } from "./function.ts";

export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
}

/** A text that is made of another one: a value if that is one. */
export type Mark = (text: string) => Text;

const identifiers = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const pattern = new RegExp(`^v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:-(${identifiers}))?(?:\\+(${identifiers}))?$`);

const longest = 256;

/** Minor and patch may be missing. Throws a FunctionError. */
export function parseVersion(written: string, mark: Mark): Version {
  checkLength(written);
  const match = pattern.exec(written);
  if (match === null) throw new FunctionError("Invalid Semantic Version");
  const [, major = "", minor = "0", patch = "0", prerelease = "", metadata = ""] = match;
  const version = {
    major: segment(major, mark),
    minor: segment(minor, mark),
    patch: segment(patch, mark),
    prerelease,
    metadata,
  };
  checkPrerelease(prerelease);
  return version;
}

/** Versions are compared many times for one word of a template, so they may not be endless. Throws a FunctionError. */
export function checkLength(version: string): void {
  if (version.length > longest) throw new FunctionError(`version longer than ${longest} characters`);
}

function segment(digits: string, mark: Mark): bigint {
  if (fitsUint64(digits)) return BigInt(digits);
  throw new FunctionError(
    concat('Error parsing version segment: strconv.ParseUint: parsing "', mark(digits), '": value out of range'),
  );
}

function fitsUint64(digits: string): boolean {
  const significant = digits.replace(/^0+/, "");
  return significant.length < 20 || (significant.length === 20 && significant <= "18446744073709551615");
}

/** Throws a FunctionError. */
export function checkPrerelease(prerelease: string): void {
  for (const part of prerelease.split(".")) {
    if (/^0\d+$/.test(part)) throw new FunctionError("Version segment starts with 0");
    if (!/^[0-9A-Za-z-]*$/.test(part)) throw new FunctionError("Invalid Prerelease string");
  }
}

/** -1, 0 or 1: what comes first is less. Metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return compareNumbers(a.major, b.major) || compareNumbers(a.minor, b.minor) || compareNumbers(a.patch, b.patch) ||
    comparePrereleases(a.prerelease, b.prerelease);
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A version without a prerelease is greater than with one. */
export function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  const others = b.split(".");
  const parts = a.split(".");
  for (let i = 0; i < Math.max(parts.length, others.length); i++) {
    const order = compareParts(parts[i] ?? "", others[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

/** Nothing is less than a number, and a number less than a word. */
function compareParts(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? -1 : 1;
  const [isNumber, otherIsNumber] = [a, b].map((part) => /^\d+$/.test(part) && fitsUint64(part));
  if (isNumber && otherIsNumber) return BigInt(a) > BigInt(b) ? 1 : -1;
  if (isNumber || otherIsNumber) return isNumber ? -1 : 1;
  return Math.sign(compareStrings(a, b));
}

export function printVersion({ major, minor, patch, prerelease, metadata }: Version): string {
  return `${major}.${minor}.${patch}${prerelease === "" ? "" : `-${prerelease}`}${
    metadata === "" ? "" : `+${metadata}`
  }`;
}
