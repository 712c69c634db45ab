/** However a watch ends, nothing is lost by it: it goes on where it was, or begins anew with one list where the server has forgotten that. */

import assert from "node:assert/strict";
import { soon } from "../../kernel/soon.ts";
import { type EventStream, type Hooks } from "../proxy.ts";
import { type Settled, settledTest } from "./settled.ts";

/** Every kind that is watched, as in the URL. */
const watched = ["batches", "batchruns", "jobs", "tasks", "workspaceconfigs"];

/** The watches of one operator, and what it asks for. */
class Watches implements Hooks {
  /** `list jobs`, `watch jobs`, in order. */
  asked: string[] = [];
  /** Answers the next watch of each kind in the API server's place. */
  readonly refusals = new Set<string>();
  #isDeaf = false;
  #begun = new Map<string, EventStream>();
  #look = () => {};

  request({ verb, resource }: EventStream["request"]) {
    if (verb !== "list" && verb !== "watch") return "pass";
    this.asked.push(`${verb} ${resource}`);
    return verb === "watch" && this.refusals.delete(resource) ? { status: 410, body: expired } : "pass";
  }

  begun(stream: EventStream): void {
    this.#begun.set(stream.request.resource, stream);
    this.#look();
  }

  async event(stream: EventStream, event: Uint8Array): Promise<void> {
    if (!this.#isDeaf) await stream.send(event);
  }

  /** From now on no event comes through, until the watches are ended. */
  deafen(): void {
    this.#isDeaf = true;
  }

  /** Ends every watch in some way; returns the milliseconds until all have begun again. */
  async end(how: (stream: EventStream) => Promise<void>): Promise<number> {
    const old = this.#begun;
    this.#begun = new Map();
    this.asked = [];
    const again = Promise.withResolvers<void>();
    this.#look = () => this.#begun.size === watched.length && again.resolve();
    const began = performance.now();
    this.#isDeaf = false;
    await Promise.all(watched.map((plural) => old.get(plural)).map((stream) => stream && how(stream)));
    await soon(again.promise, "every kind to be watched again");
    return performance.now() - began;
  }
}

const expired = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Expired", code: 410, message: "gone" };

function resumeTest(law: string, body: (watches: Watches, settled: Settled) => Promise<void>): void {
  const watches = new Watches();
  settledTest(law, (settled) => body(watches, settled), watches);
}

for (
  const { what, how } of [
    { what: "end", how: (stream: EventStream) => stream.end() },
    { what: "break", how: (stream: EventStream) => Promise.resolve(stream.reset()) },
  ]
) {
  resumeTest(`watches that ${what} are resumed within two seconds, without a list`, async (watches, { complete }) => {
    // What the operator waits it waits each time; what a busy machine adds it does not.
    let took = Infinity;
    for (let tries = 0; tries < 3 && took >= 2_000; tries++) {
      took = await watches.end(how);
      assert.deepEqual(watches.asked.sort(), watched.map((plural) => `watch ${plural}`));
    }
    assert.ok(took < 2_000, `${took} ms`);
    await complete("run-task-0");
  });
}

resumeTest("a 410 within a watch is one new list, which tells what the watch did not", async (watches, settled) => {
  watches.deafen();
  await settled.store("run-task-0");
  await watches.end(async (stream) => {
    await stream.send(new TextEncoder().encode(JSON.stringify({ type: "ERROR", object: expired })));
    await stream.end();
  });
  assert.deepEqual(watches.asked.sort(), [
    ...watched.map((plural) => `list ${plural}`),
    ...watched.map((plural) => `watch ${plural}`),
  ]);
  await settled.told();
});

resumeTest(
  "a 410 in place of a watch is one new list, which tells what the watch did not",
  async (watches, settled) => {
    watches.deafen();
    await settled.store("run-task-0");
    watched.forEach((plural) => watches.refusals.add(plural));
    await watches.end((stream) => stream.end());
    assert.deepEqual(watches.asked.sort(), [
      ...watched.map((plural) => `list ${plural}`),
      ...watched.flatMap((plural) => [`watch ${plural}`, `watch ${plural}`]),
    ]);
    await settled.told();
  },
);
