import assert from "node:assert/strict";
import * as fc from "fast-check";
import { formatIntervals, parseIntervals } from "../../reconcilers/intervals.ts";

Deno.test("indexes are written as Indexed Jobs write them", () => {
  assert.equal(formatIntervals([]), "");
  assert.equal(formatIntervals([0]), "0");
  assert.equal(formatIntervals([0, 1]), "0-1");
  assert.equal(formatIntervals([0, 1, 2, 3, 4, 7, 9, 10]), "0-4,7,9-10");
});

Deno.test("what was written is read back", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.nat(10_000)), (indexes) => {
    const sorted = indexes.toSorted((a, b) => a - b);
    assert.deepEqual([...parseIntervals(formatIntervals(sorted))], sorted);
  }));
});

Deno.test("other texts are refused, without taking long", () => {
  for (const text of ["a", "1-", "-1", "1,,2", "1,", "3-1", "1 - 2", "0-999999999", "1.5"]) {
    assert.throws(() => parseIntervals(text), SyntaxError, text);
  }
});
