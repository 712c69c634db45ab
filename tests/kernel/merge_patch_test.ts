import assert from "node:assert/strict";
import fc from "fast-check";
import { mergePatch } from "../../kernel/merge_patch.ts";

/** As the API server applies it: RFC 7396, section 2. */
function applied(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applied(result[key], value);
  }
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is stored when this is sent: absent keys are left out. */
function stored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stored);
  if (!isRecord(value)) return value;
  const present = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(present.map(([key, item]) => [key, stored(item)]));
}

const { record } = fc.letrec<{ record: unknown; value: unknown }>((tie) => ({
  record: fc.dictionary(fc.constantFrom("a", "b", "toString"), tie("value"), { maxKeys: 3 }),
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("x", "y", 0, 1, true, undefined, null),
    tie("record"),
    fc.array(fc.oneof(fc.constantFrom("x", 1), tie("record")), { maxLength: 2 }),
  ),
}));

Deno.test("the patch from one value to another makes the other of the one", () => {
  fc.assert(fc.property(record, record, (from, to) => {
    const patch = mergePatch(stored(from), to) ?? {};
    assert.deepEqual(stored(applied(stored(from), JSON.parse(JSON.stringify(patch)))), stored(to));
  }));
});

Deno.test("there is a patch if and only if the two differ as stored", () => {
  fc.assert(fc.property(record, record, (from, to) => {
    const same = JSON.stringify(sorted(stored(from))) === JSON.stringify(sorted(stored(to)));
    assert.equal(mergePatch(from, to) === undefined, same);
  }));
});

Deno.test("once patched there is nothing left to patch", () => {
  fc.assert(fc.property(record, record, (from, to) => {
    const patch = JSON.parse(JSON.stringify(mergePatch(from, to) ?? {}));
    assert.equal(mergePatch(applied(stored(from), patch), to), undefined);
  }));
});

Deno.test("only what differs is in the patch, and lists are replaced whole", () => {
  const from = {
    phase: "Pending",
    reason: "Quota",
    progress: { total: 2, failed: 0 },
    tasks: [{ a: 1 }, { a: 2 }],
    same: [1],
  };
  const to = {
    phase: "Running",
    progress: { total: 2, failed: 1 },
    tasks: [{ a: 1 }, { a: 3 }],
    same: [1],
    message: undefined,
  };
  assert.deepEqual(mergePatch(from, to), {
    phase: "Running",
    reason: null,
    progress: { failed: 1 },
    tasks: [{ a: 1 }, { a: 3 }],
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
