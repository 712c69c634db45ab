/** Semantic versions, as Sprig's `semver` reads them, with the methods that a template can call on one. */

import { deferred, flat, type Text } from "../rope.ts";
import { Int, int, Struct, type Value } from "../value.ts";
import { computes, encodes, FunctionError, type FunctionTable, type Parameter, passes, text } from "./function.ts";
import {
  checkLength,
  checkPrerelease,
  compareVersions,
  type Mark,
  parseVersion,
  printVersion,
  type Version,
} from "./semantic_version.ts";
import { accepts } from "./version_constraints.ts";

export const versions: FunctionTable = {
  semver: encodes([text], (written) => {
    const mark = marking(written);
    return objectOf("*semver.Version", parseVersion(flat(written), mark), flat(written), mark);
  }),
  semverCompare: computes([text, text], function (constraint, version) {
    const isAccepted = accepts(this.budget, constraint);
    return isAccepted(parseVersion(flat(version), marking(version)));
  }),
};

/** What Sprig's `deepCopy` makes of a version: it copies no private fields. */
export function blankVersion(type: string): Struct {
  const blank = { major: 0n, minor: 0n, patch: 0n, prerelease: "", metadata: "" };
  return objectOf(type === "semver.Version" ? type : "*semver.Version", blank, "", (text) => text);
}

function marking(source: Text): Mark {
  return typeof source === "string" ? (text) => text : (text) => deferred(text);
}

/** The version that a Go value is, to those of its methods that take another. */
const versionOf = new WeakMap<Struct, Version>();

const other: Parameter<Version | undefined> = {
  type: "*semver.Version",
  take: (value) => {
    // No value at all is Go's nil pointer.
    if (value === undefined) return { value };
    const version = value instanceof Struct && value.type === "*semver.Version" ? versionOf.get(value) : undefined;
    return version === undefined ? undefined : { value: version };
  },
};

function notNil(version: Version | undefined): Version {
  if (version !== undefined) return version;
  throw new FunctionError("runtime error: invalid memory address or nil pointer dereference");
}

/** `semver` gives a pointer, the methods that change a version give none and so fewer methods. */
function objectOf(type: "*semver.Version" | "semver.Version", version: Version, original: string, mark: Mark): Struct {
  const { major, minor, patch, prerelease, metadata } = version;
  const uint64 = (number: bigint) => new Int("uint64", BigInt.asUintN(64, number));
  const is = (holds: (order: number) => boolean) =>
    passes([other], (other): Value => holds(compareVersions(version, notNil(other))));
  const changed = (change: Partial<Version>, by: Mark = mark): Struct => {
    const next = { ...version, ...change };
    checkLength(printVersion(next));
    return objectOf("semver.Version", next, (original.startsWith("v") ? "v" : "") + printVersion(next), by);
  };
  const released = { prerelease: "", metadata: "" };
  const methods: FunctionTable = {
    Major: passes([], () => uint64(major)),
    Minor: passes([], () => uint64(minor)),
    Patch: passes([], () => uint64(patch)),
    Prerelease: passes([], () => mark(prerelease)),
    Metadata: passes([], () => mark(metadata)),
    String: passes([], () => mark(printVersion(version))),
    IncMajor: passes([], () => changed({ ...released, major: BigInt.asUintN(64, major + 1n), minor: 0n, patch: 0n })),
    IncMinor: passes([], () => changed({ ...released, minor: BigInt.asUintN(64, minor + 1n), patch: 0n })),
    IncPatch: passes([], () => {
      return changed(prerelease === "" ? { ...released, patch: BigInt.asUintN(64, patch + 1n) } : released);
    }),
    SetPrerelease: encodes([text], (prerelease) => {
      checkPrerelease(flat(prerelease));
      return changed({ prerelease: flat(prerelease) }, typeof prerelease === "string" ? mark : marking(prerelease));
    }),
    SetMetadata: encodes([text], (metadata) => {
      if (!/^[0-9A-Za-z.-]*$/.test(flat(metadata))) throw new FunctionError("Invalid Metadata string");
      return changed({ metadata: flat(metadata) }, typeof metadata === "string" ? mark : marking(metadata));
    }),
  };
  const methodsOfPointers: FunctionTable = {
    Original: passes([], () => mark(original)),
    Compare: passes([other], (other) => int(compareVersions(version, notNil(other)))),
    Equal: is((order) => order === 0),
    LessThan: is((order) => order < 0),
    LessThanEqual: is((order) => order <= 0),
    GreaterThan: is((order) => order > 0),
    GreaterThanEqual: is((order) => order >= 0),
  };
  const fields: readonly [string, Value][] = [
    ["major", uint64(major)],
    ["minor", uint64(minor)],
    ["patch", uint64(patch)],
    ["pre", mark(prerelease)],
    ["metadata", mark(metadata)],
    ["original", mark(original)],
  ];
  const known = type === "*semver.Version" ? { ...methods, ...methodsOfPointers } : methods;
  const object = new Struct(type, new Map(fields), known, mark(printVersion(version)));
  versionOf.set(object, version);
  return object;
}
