/** The smallest JSON merge patch (RFC 7396) from one value to another. */

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/** Undefined if both are the same. A key that is undefined or null counts as absent; lists are replaced whole. */
export function mergePatch(from: unknown, to: unknown): Json {
  // Both come from JSON or are about to become JSON.
  return difference(from as Json, to as Json);
}

function difference(from: Json, to: Json): Json {
  if (isRecord(from) && isRecord(to)) {
    const patch: Record<string, Json> = {};
    for (const key of Object.keys(from)) {
      if (at(from, key) !== undefined && at(to, key) === undefined) patch[key] = null;
    }
    for (const key of Object.keys(to)) {
      const [old, wanted] = [at(from, key), at(to, key)];
      const change = old === undefined ? wanted : difference(old, wanted);
      if (change !== undefined) patch[key] = change;
    }
    return Object.keys(patch).length > 0 ? patch : undefined;
  }
  return same(from, to) ? undefined : to;
}

function same(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (isRecord(a) && isRecord(b)) return difference(a, b) === undefined;
  return a === b;
}

function at(record: { readonly [key: string]: Json }, key: string): Json {
  return Object.hasOwn(record, key) ? record[key] ?? undefined : undefined;
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
