import assert from "node:assert/strict";
import { ApiError } from "../../kernel/errors.ts";
import { jsonLog, type Log } from "../../kernel/log.ts";
import { FakeClock } from "./fake_clock.ts";

/** The lines that `say` writes, read back from JSON. */
function written(say: (log: Log) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  say(jsonLog((line) => lines.push(line), new FakeClock()));
  return lines.map((line) => {
    assert.doesNotMatch(line, /\n/);
    return JSON.parse(line);
  });
}

const time = "2026-01-01T00:00:00.000Z";

Deno.test("each message is one line of JSON with time, level and fields", () => {
  const lines = written((log) => {
    log.info("Started", { pods: 2 });
    log.with({ kind: "Job" }).with({ key: "a/b" }).warn("Two\nlines");
  });
  assert.deepEqual(lines, [
    { time, level: "info", message: "Started", pods: 2 },
    { time, level: "warn", message: "Two\nlines", kind: "Job", key: "a/b" },
  ]);
});

Deno.test("a field cannot pass for the message", () => {
  assert.deepEqual(written((log) => log.info("Real", { message: "Fake", level: "error" })), [
    { time, level: "info", message: "Real" },
  ]);
});

Deno.test("only a bug of ours comes with its stack", () => {
  const refused = new ApiError({ doing: "get jobs", status: 403, reason: "Forbidden", message: "no", cause: "a rule" });
  const [theirs, ours] = written((log) => {
    log.error("Failed", refused);
    log.error("Failed", new TypeError("oh"), { key: "a/b" });
  });
  assert.deepEqual(theirs, {
    time,
    level: "error",
    message: "Failed",
    error: { name: "ApiError", message: "Cannot get jobs: no", cause: { message: "a rule" } },
  });
  const { stack, ...error } = ours?.error as Record<string, unknown>;
  assert.deepEqual({ ...ours, error }, {
    time,
    level: "error",
    message: "Failed",
    key: "a/b",
    error: { name: "TypeError", message: "oh" },
  });
  assert.match(String(stack), /log_test\.ts/);
});

Deno.test("what JSON cannot hold does not keep the message from being written", () => {
  const [line] = written((log) => log.info("Counted", { count: 1n }));
  assert.equal(line?.message, "Counted");
  assert.match(String(line?.fields), /BigInt/);
});
