/** What reaches the screen. */

import assert from "node:assert/strict";
import { type Screen, Terminal } from "../../demo/terminal.ts";

Deno.test("lines are drawn over those that were drawn last, and cut before they would wrap", () => {
  const { screen, written } = aScreen({ isLive: true, columns: () => 6 });
  const terminal = new Terminal(screen);
  terminal.draw([{ text: "one", tone: "plain" }, { text: "too long", tone: "plain" }]);
  terminal.draw([{ text: "three", tone: "plain" }]);
  assert.deepEqual(written, [
    "\x1b[J\x1b[2Kone\n\x1b[2Ktoo …",
    "\x1b[2A\x1b[J\x1b[2Kthree",
  ]);
});

Deno.test("what was said stays: the next drawing begins below it", () => {
  const { screen, written } = aScreen({ isLive: true });
  const terminal = new Terminal(screen);
  terminal.draw([{ text: "drawn", tone: "plain" }]);
  terminal.say("said");
  terminal.draw([{ text: "drawn", tone: "plain" }]);
  assert.deepEqual(written, ["\x1b[J\x1b[2Kdrawn", "said", "\x1b[J\x1b[2Kdrawn"]);
});

Deno.test("colours are for screens that have them", () => {
  for (const [hasColour, text] of [[true, "\x1b[31mwrong\x1b[0m"], [false, "wrong"]] as const) {
    const { screen, written } = aScreen({ hasColour });
    new Terminal(screen).say("wrong", "bad");
    assert.deepEqual(written, [text]);
  }
});

function aScreen(features: Partial<Screen>): { screen: Screen; written: string[] } {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  return { screen: { isLive: false, hasColour: false, columns: () => 80, write, ...features }, written };
}
