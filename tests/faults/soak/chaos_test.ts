/** Each fault does what it says, where it can come and nowhere else. */

import assert from "node:assert/strict";
import type { ApiRequest } from "../api_request.ts";
import type { EventStream } from "../proxy.ts";
import { calm, Chaos, type Odds } from "./chaos.ts";

const write: ApiRequest = {
  verb: "create",
  resource: "jobs",
  namespace: "team",
  name: "run-task-0",
  userAgent: "kubetask/test",
  body: "",
};
const read: ApiRequest = { ...write, verb: "list", name: "" };

/** What becomes of a request and of its answer, and whether the operator was killed before either passed. */
async function fateOf(request: ApiRequest, odds: Partial<Odds>): Promise<unknown[]> {
  const seen: unknown[] = [];
  const chaos = new Chaos(() => 0.5, () => Promise.resolve(void seen.push("killed")), () => {});
  chaos.odds = { ...calm, ...odds };
  const fate = await chaos.request(request);
  seen.push(typeof fate === "object" ? fate.status : fate);
  if (fate === "pass") seen.push(await chaos.answer(request));
  return seen;
}

Deno.test("without odds everything passes", async () => {
  assert.deepEqual(await fateOf(write, {}), ["pass", "pass"]);
  assert.deepEqual(await fateOf(read, {}), ["pass", "pass"]);
});

Deno.test("an operator is killed before a write is sent, or after it was answered", async () => {
  assert.deepEqual(await fateOf(write, { before: 1 }), ["killed", "hang up"]);
  assert.deepEqual(await fateOf(write, { after: 1 }), ["pass", "killed", "hang up"]);
});

Deno.test("an answer is lost with its connection, a request before it is sent, or it is refused", async () => {
  assert.deepEqual(await fateOf(write, { lost: 1 }), ["pass", "reset"]);
  assert.deepEqual(await fateOf(write, { reset: 1 }), ["reset"]);
  assert.deepEqual(await fateOf(write, { refused: 1 }), [500]);
});

Deno.test("what is only read can be reset or refused, but nobody is killed for it", async () => {
  assert.deepEqual(await fateOf(read, { before: 1 }), ["pass", "pass"]);
  assert.deepEqual(await fateOf(read, { after: 1 }), ["pass", "pass"]);
  assert.deepEqual(await fateOf(read, { lost: 1 }), ["pass", "pass"]);
  assert.deepEqual(await fateOf(read, { reset: 1 }), ["reset"]);
  assert.deepEqual(await fateOf(read, { refused: 1 }), [500]);
});

Deno.test("writes are told of, but for those to a lease", async () => {
  const told: ApiRequest[] = [];
  const chaos = new Chaos(() => 0.5, () => Promise.resolve(), (request) => void told.push(request));
  for (const request of [write, read, { ...write, resource: "leases" }]) await chaos.request(request);
  assert.deepEqual(told, [write]);
});

for (
  const { law, odds, random, expected } of [
    { law: "passes", odds: {}, random: 0.5, expected: ["{}\n"] },
    { law: "ends its watch", odds: { cut: 1 }, random: 0, expected: ["end"] },
    { law: "breaks off (FIN)", odds: { cut: 1 }, random: 0.3, expected: ["hang up"] },
    { law: "breaks (RST)", odds: { cut: 1 }, random: 0.6, expected: ["reset"] },
    { law: "is cut in its middle", odds: { cut: 1 }, random: 0.9, expected: ["{", "end"] },
    { law: "comes too late for its version", odds: { expired: 1 }, random: 0.5, expected: ["ERROR\n", "end"] },
  ]
) {
  Deno.test(`an event ${law}`, async () => {
    const seen: string[] = [];
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const stream: EventStream = {
      request: { ...read, verb: "watch" },
      send: (line) => Promise.resolve(void seen.push(text(line).includes("ERROR") ? "ERROR\n" : `${text(line)}\n`)),
      isProtobuf: false,
      sendHalf: (event) => Promise.resolve(void seen.push(text(event.subarray(0, event.length / 2)))),
      sendRaw: (bytes) => Promise.resolve(void seen.push(text(bytes))),
      end: () => Promise.resolve(void seen.push("end")),
      hangUp: () => void seen.push("hang up"),
      reset: () => void seen.push("reset"),
      freeze: () => void seen.push("freeze"),
    };
    const chaos = new Chaos(() => random, () => Promise.resolve(), () => {});
    chaos.odds = { ...calm, ...odds };
    await chaos.event(stream, new TextEncoder().encode("{}"));
    assert.deepEqual(seen, expected);
  });
}
