/** What fits into the cells of a terminal. */

import assert from "node:assert/strict";
import * as fc from "fast-check";
import { fitted, widthOf } from "../../filters/progress/cells.ts";

Deno.test("wide characters count as two cells, marks as none, pictures as what the widest terminal makes of them", () => {
  const widths = { "": 0, abc: 3, "日本": 4, "한": 2, "e\u0301": 1, "🚀": 2, "☁\ufe0f": 2, "ｱ": 2, "Ａ": 2 };
  for (const [text, width] of Object.entries(widths)) assert.equal(widthOf(text), width, text);
});

Deno.test("text that fits stays as it is, other text is cut at a character's end and says so", () => {
  const cuts: [string, number, string][] = [
    ["abcd", 4, "abcd"],
    ["abcde", 4, "abc…"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["日本", 1, "…"],
    ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
    ["abc", 0, ""],
  ];
  for (const [text, cells, cut] of cuts) assert.equal(fitted(text, cells), cut, text);
  assert.equal(fitted("abcdef", 5, true), "ab...");
});

Deno.test("whatever the text, what is shown fits, is one line, and has nothing that a terminal would obey", () => {
  const text = fc.string({ unit: fc.oneof(fc.nat(0x10FFFF), fc.nat(0x2F)).map((code) => String.fromCodePoint(code)) });
  fc.assert(fc.property(text, fc.nat(30), fc.boolean(), (text, cells, isAscii) => {
    const shown = fitted(text, cells, isAscii);
    assert.ok(widthOf(shown) <= cells);
    assert.doesNotMatch(shown, isAscii ? /[^ -~]/ : /[\p{C}\p{Zl}\p{Zp}]/u);
    assert.equal(fitted(shown, cells, isAscii), shown);
  }));
});
