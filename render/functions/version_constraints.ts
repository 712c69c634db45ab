/** Constraints on semantic versions, such as `^1.2 || >=2.1, <3`, with the rules of Masterminds' semver 3.3. */

import type { Budget } from "../budget.ts";
import { concat, deferred, flat, type Text } from "../rope.ts";
import { FunctionError } from "./function.ts";
import { comparePrereleases, compareVersions, parseVersion, type Version } from "./semantic_version.ts";

/** Tells which versions satisfy `constraint`. Throws a FunctionError if it is none. */
export function accepts(budget: Budget, constraint: Text): (version: Version) => boolean {
  const mark = (text: string) => typeof constraint === "string" ? text : deferred(text);
  const alternatives = withoutRanges(budget, flat(constraint)).split("||").map((alternative) => {
    return parse(budget, alternative) ?? refuse(concat("improper constraint: ", mark(alternative)));
  });
  return (version) => alternatives.some((all) => all.every((one) => one.check(version, one)));
}

function refuse(problem: Text): never {
  throw new FunctionError(problem);
}

type Check = (version: Version, constraint: Constraint) => boolean;

interface Constraint {
  readonly check: Check;
  /** Zero where the constraint leaves something open. */
  readonly version: Version;
  /** The first part that is left open: all parts behind it count as open too. */
  readonly open: "major" | "minor" | "patch" | undefined;
}

const space = "[\\t\\n\\f\\r ]";
const identifiers = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const part = "[0-9|xX*]+";
const loose = `v?(${part})(?:\\.(${part}))?(?:\\.(${part}))?(-${identifiers})?(\\+${identifiers})?`;

/** `1.2 - 1.4.5` is another way to write `>= 1.2, <= 1.4.5`. */
function withoutRanges(budget: Budget, constraint: string): string {
  if (!/\s-\s/.test(constraint)) return constraint;
  // A search may go on to the end from every place.
  budget.spend(constraint.length ** 2 / 100);
  const unnamed = loose.replace(/\((?!\?)/g, "(?:");
  const range = new RegExp(`${space}*(${unnamed})${space}+-${space}+(${unnamed})${space}*`, "g");
  return constraint.replace(range, (_, from, to) => `>= ${from}, <= ${to} `);
}

/** One constraint and the white space behind it. */
const single = new RegExp(`${space}*(?:(!=|>=|=>|<=|=<|~>|[=<>~^])${space}*)?(${loose})(${space}*)`, "y");

/** What is separated by commas or spaces must hold together. */
function parse(budget: Budget, text: string): Constraint[] | undefined {
  const all: RegExpExecArray[] = [];
  single.lastIndex = 0;
  for (;;) {
    budget.spend(20);
    const match = single.exec(text);
    if (match === null) return undefined;
    all.push(match);
    if (single.lastIndex === text.length) return all.map(constraintOf);
    if (text[single.lastIndex] === ",") single.lastIndex++;
    else if (match.at(-1) === "") return undefined;
  }
}

function constraintOf(
  [, operator = "", written = "", major = "", minor = "", patch = "", prerelease = ""]: RegExpExecArray,
): Constraint {
  const isOpen = (part: string) => /^[xX*]?$/.test(part);
  const open = isOpen(major) ? "major" : isOpen(minor) ? "minor" : isOpen(patch) ? "patch" : undefined;
  const complete = {
    major: `0.0.0${prerelease}`,
    minor: `${major}.0.0${prerelease}`,
    patch: `${major}.${minor}.0${prerelease}`,
  };
  try {
    const version = parseVersion(open === undefined ? written : complete[open], deferred);
    return { check: checks.get(operator) ?? isEqual, version, open };
  } catch (error) {
    throw error instanceof FunctionError ? new FunctionError("constraint Parser Error") : error;
  }
}

/** Where the constraint names no prerelease, no prerelease satisfies it. */
function amongReleases(check: Check): Check {
  return (version, constraint) => {
    return (version.prerelease === "" || constraint.version.prerelease !== "") && check(version, constraint);
  };
}

const isAtLeast = amongReleases((version, { version: bound }) => compareVersions(version, bound) >= 0);

const isAtMost = amongReleases((version, { version: bound, open }) => {
  if (open === undefined) return compareVersions(version, bound) <= 0;
  if (version.major !== bound.major) return version.major < bound.major;
  return open === "minor" || version.minor <= bound.minor;
});

const isLess = amongReleases((version, { version: bound }) => compareVersions(version, bound) < 0);

const isGreater = amongReleases((version, { version: bound, open }) => {
  if (open === undefined) return compareVersions(version, bound) > 0;
  if (version.major !== bound.major) return version.major > bound.major;
  if (open === "minor") return false;
  return open === "patch" ? version.minor > bound.minor : compareVersions(version, bound) > 0;
});

/** The last part that is given may grow, or the patch. */
const isAbout = amongReleases((version, { version: bound, open }) => {
  if (compareVersions(version, bound) < 0) return false;
  const isZero = bound.major === 0n && bound.minor === 0n && bound.patch === 0n;
  if (isZero && open !== "minor" && open !== "patch") return true;
  return version.major === bound.major && (open === "minor" || version.minor === bound.minor);
});

const isEqual = amongReleases((version, constraint) => {
  return constraint.open === undefined
    ? compareVersions(version, constraint.version) === 0
    : isAbout(version, constraint);
});

const isOther: Check = (version, { version: bound, open }) => {
  if (open === undefined) return compareVersions(version, bound) !== 0;
  if (version.prerelease !== "" && bound.prerelease === "") return false;
  if (version.major !== bound.major) return true;
  if (open === "minor") return false;
  if (version.minor !== bound.minor) return true;
  if (open === "patch") return comparePrereleases(version.prerelease, bound.prerelease) !== 0;
  return compareVersions(version, bound) !== 0;
};

/** Everything up to the first part that is not zero stays. */
const isCompatible = amongReleases((version, { version: bound, open }) => {
  if (compareVersions(version, bound) < 0) return false;
  if (bound.major > 0n || open === "minor") return version.major === bound.major;
  if (version.major > 0n) return false;
  if (bound.minor > 0n || open === "patch") return version.minor === bound.minor;
  return version.minor === 0n && version.patch === bound.patch;
});

/** Without an operator, equality is meant. */
const checks: ReadonlyMap<string, Check> = new Map([
  ["=", isEqual],
  ["!=", isOther],
  [">", isGreater],
  ["<", isLess],
  [">=", isAtLeast],
  ["=>", isAtLeast],
  ["<=", isAtMost],
  ["=<", isAtMost],
  ["~", isAbout],
  ["~>", isAbout],
  ["^", isCompatible],
]);
