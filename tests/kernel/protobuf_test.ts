import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Message } from "../../kernel/object.ts";
import { eventIn, listIn, objectIn, statusIn } from "../../kernel/protobuf.ts";
import { enveloped, eventOf, message, statusOf } from "./protobuf_writer.ts";

const kind: Message = {
  2: ["spec", { 10: ["suspend", "boolean"] }],
  3: ["status", {
    1: ["conditions", [{ 1: ["type", "string"], 5: ["reason", "string"] }]],
    2: ["startTime", "time"],
    4: ["active", "integer"],
    9: ["ready", "optional integer"],
  }],
};

/** With every field that is read of metadata, and some that are not: 2 is `generateName`, 17 `managedFields`. */
const metadata = message([
  [1, "x"],
  [2, ""],
  [3, "ns"],
  [5, "u"],
  [6, "7"],
  [8, message([[1, 1_764_000_000], [2, 0]])],
  [11, message([[1, "a"], [2, "b"]])],
  [11, message([[1, "c"], [2, ""]])],
  [12, message([[1, "prompt"], [2, "It's 🙂"]])],
  [13, message([[1, "Task"], [3, "t"], [4, "v"], [5, "example.com/v1"], [6, 1], [7, 0]])],
  [14, "first"],
  [14, "second"],
  [17, message([[1, "someone"]])],
]);

const object = message([
  [1, metadata],
  [2, message([[1, 1], [6, message([[1, "a template"]])], [10, 0]])],
  [
    3,
    message([
      [1, message([[1, "Complete"], [2, "True"], [5, ""]])],
      [1, message([[1, "Failed"], [5, "Why"]])],
      [2, message([[1, 1_764_000_060], [2, 500]])],
      [3, message([])],
      [4, 0],
      [9, 0],
    ]),
  ],
]);

const decoded = {
  metadata: {
    name: "x",
    namespace: "ns",
    uid: "u",
    resourceVersion: "7",
    creationTimestamp: "2025-11-24T16:00:00Z",
    labels: { a: "b", c: "" },
    annotations: { prompt: "It's 🙂" },
    ownerReferences: [{
      kind: "Task",
      name: "t",
      uid: "v",
      apiVersion: "example.com/v1",
      controller: true,
      blockOwnerDeletion: false,
    }],
    finalizers: ["first", "second"],
  },
  spec: { suspend: false },
  status: {
    conditions: [{ type: "Complete" }, { type: "Failed", reason: "Why" }],
    startTime: "2025-11-24T16:01:00Z",
    ready: 0,
  },
};

Deno.test("an object is what it would be in JSON, without the fields that nobody wants", () => {
  assert.deepEqual(objectIn(enveloped(object), kind), decoded);
});

Deno.test("a time that is not set is none, and one after 2038 is one", () => {
  const times = enveloped(message([[1, message([[8, message([])], [9, message([[1, 4_000_000_000]])]])]]));
  assert.deepEqual(objectIn(times, kind), { metadata: { deletionTimestamp: "2096-10-02T07:06:40Z" } });
});

Deno.test("a list tells of itself before its items are read", () => {
  const list = message([[1, message([[2, "7"], [3, "more"]])], [2, object], [2, message([[1, message([[1, "y"]])]])]]);
  const { metadata, items } = listIn(enveloped(list), kind);
  assert.deepEqual(metadata, { resourceVersion: "7", continue: "more" });
  assert.deepEqual(items(), [decoded, { metadata: { name: "y" } }]);
  const empty = listIn(enveloped(message([[1, message([[2, "7"]])]])), kind);
  assert.deepEqual([empty.metadata, empty.items()], [{ resourceVersion: "7" }, []]);
});

Deno.test("an event has its type and its object, and a status its words", () => {
  const { type, object: bytes } = eventIn(eventOf("ADDED", enveloped(object)));
  assert.deepEqual([type, objectIn(bytes, kind)], ["ADDED", decoded]);
  const said = { code: 410, reason: "Expired", message: "too old" };
  assert.deepEqual(statusIn(statusOf(said)), said);
});

Deno.test("what is cut short anywhere is no object, no list and no event", () => {
  const whole = enveloped(object);
  const list = enveloped(message([[1, message([[2, "7"]])], [2, object]]));
  const event = eventOf("ADDED", whole);
  const cut = (bytes: Uint8Array) => fc.nat({ max: bytes.length - 1 }).map((length) => bytes.subarray(0, length));
  fc.assert(fc.property(cut(whole), (bytes) => assert.throws(() => objectIn(bytes, kind))));
  fc.assert(fc.property(cut(list), (bytes) => assert.throws(() => listIn(bytes, kind).items())));
  fc.assert(fc.property(cut(event), (bytes) => assert.throws(() => objectIn(eventIn(bytes).object, kind))));
});

Deno.test("bytes that are none of the API server's are refused, or mean nothing, but never hang or crash", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    for (const read of [() => objectIn(enveloped(bytes), kind), () => eventIn(bytes), () => objectIn(bytes, kind)]) {
      try {
        read();
      } catch (error) {
        assert.ok(error instanceof Error);
      }
    }
  }));
});
