import assert from "node:assert/strict";
import { ApiError, classify } from "../../kernel/errors.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import { type Event, events } from "../../kernel/watch_event.ts";
import { enveloped, eventOf, framed, message, statusOf } from "./protobuf_writer.ts";

const Job: Kind = { apiVersion: "batch/v1", kind: "Job", plural: "jobs", protobuf: {} };

const encoded = new TextEncoder();
const x = enveloped(message([[1, message([[1, "x"], [6, "7"]])]]));

/** The same in both forms. */
const forms = [
  {
    form: "JSON",
    isProtobuf: false,
    event: (type: string) =>
      encoded.encode(`{"type":"${type}","object":{"metadata":{"name":"x","resourceVersion":"7"}}}\n`),
    expired: encoded.encode('{"type":"ERROR","object":{"code":410,"reason":"Expired","message":"too old"}}\n'),
    rubbish: encoded.encode("a prompt\n"),
  },
  {
    form: "protobuf",
    isProtobuf: true,
    event: (type: string) => framed(eventOf(type, x)),
    expired: framed(eventOf("ERROR", statusOf({ code: 410, reason: "Expired", message: "too old" }))),
    rubbish: framed(encoded.encode("a prompt")),
  },
];

async function read(isProtobuf: boolean, ...pieces: Uint8Array[]): Promise<Event<KubeObject>[]> {
  return await Array.fromAsync(events({ bytes: ReadableStream.from(pieces), isProtobuf }, Job));
}

async function failure(reading: Promise<unknown>): Promise<ApiError> {
  const error = await reading.then(() => "no failure", (error) => error);
  assert.ok(error instanceof ApiError, `${error}`);
  return error;
}

for (const { form, isProtobuf, event, expired, rubbish } of forms) {
  Deno.test(`${form}: every event has its type and its object, and half an event is none`, async () => {
    const types = ["ADDED", "MODIFIED", "DELETED", "BOOKMARK"] as const;
    const half = event("ADDED").subarray(0, -1);
    assert.deepEqual(
      await read(isProtobuf, ...types.map(event), half),
      types.map((type) => ({ type, object: { metadata: { name: "x", resourceVersion: "7" } } })),
    );
  });

  Deno.test(`${form}: an error of the server is thrown in its words`, async () => {
    const error = await failure(read(isProtobuf, expired));
    assert.deepEqual([error.status, error.reason, error.message], [410, "Expired", "Cannot watch jobs: too old"]);
  });

  Deno.test(`${form}: what is no event fails, and is not repeated`, async () => {
    const error = await failure(read(isProtobuf, rubbish));
    assert.equal(classify(error).reason, "BadAnswer");
    assert.doesNotMatch(Deno.inspect(error), /prompt/);
    assert.equal(classify(await failure(read(isProtobuf, event("EXPLODED")))).reason, "BadAnswer");
  });
}

Deno.test("protobuf: what is no frame fails", async () => {
  assert.equal(classify(await failure(read(true, encoded.encode("<html>")))).reason, "BadAnswer");
});
