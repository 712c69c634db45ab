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
      if (isPresent(from[key]) && !isPresent(to[key])) patch[key] = null;
    }
    for (const key of Object.keys(to)) {
      if (!isPresent(to[key])) continue;
      const change = isPresent(from[key]) ? difference(from[key], to[key]) : to[key];
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

function isPresent(value: Json): boolean {
  return value !== undefined && value !== null;
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
