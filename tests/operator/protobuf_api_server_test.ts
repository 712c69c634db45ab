/** What the API server writes as protobuf means what it writes as JSON: the API server itself says what is right. */

import assert from "node:assert/strict";
import { type Api, api } from "../../kernel/api.ts";
import { systemClock as clock } from "../../kernel/clock.ts";
import { outsideCluster } from "../../kernel/connect.ts";
import type { Kind } from "../../kernel/object.ts";
import { Stores } from "../../kernel/stores.ts";
import { type Event, events } from "../../kernel/watch_event.ts";
import { Job } from "../../reconcilers/kinds.ts";
import { annotations, labels, outcomeFinalizer } from "../../reconcilers/names.ts";
import { complete } from "./jobs.ts";
import { operatorTest } from "./stage.ts";

/** The same Jobs, but in JSON. */
const inJson: Kind<Job> = { ...Job, protobuf: undefined };

const template = {
  metadata: { annotations: { note: "It's 🙂" } },
  spec: { restartPolicy: "Never", containers: [{ name: "agent", image: "none", env: [{ name: "A", value: "b" }] }] },
} as const;

operatorTest("a Job in any state reads the same as protobuf and as JSON", async (stage) => {
  const { cluster, namespace } = stage;
  const connection = await outsideCluster({ kubeconfig: cluster.kubeconfig, userAgent: "test", clock });
  const client = api(connection);
  const stop = new AbortController();
  try {
    const { resourceVersion } = await client.list(Job, { namespace, signal: stop.signal });
    const watched = await Promise.all(
      [Job, inJson].map((kind) => watchedIn(client, kind, resourceVersion, stop.signal)),
    );
    await makeJobs(client, namespace);
    await stage.waitFor("jsonpath={.status.active}=1", "job/active");
    await stage.waitFor("condition=Suspended", "job/suspended");
    const [protobuf, json] = await listedAtOnce(client, namespace, stop.signal);
    assert.equal(json.length, 4);
    assert.deepEqual(protobuf, json);

    // Until both have seen the last of them.
    const told = await Promise.all(watched.map((stream) => until(stream, namespace, "deleted")));
    const [asProtobuf, asJson] = told.map((all) => {
      return all.map(({ type, object }) => ({ type, object: Stores.kept(Job, object) }));
    });
    assert.deepEqual(asProtobuf, asJson);
    assert.ok(asJson!.some(({ object }) => object.metadata?.deletionTimestamp));
  } finally {
    stop.abort();
    await client.patch(Job, namespace, "deleted", { type: "merge", body: { metadata: { finalizers: null } } });
    connection.close();
  }
});

/** As protobuf and as JSON, with nothing that the Job controller wrote between them. */
async function listedAtOnce(client: Api, namespace: string, signal: AbortSignal): Promise<[Job[], Job[]]> {
  const listed = async (kind: Kind<Job>) => {
    const { items } = await client.list(kind, { namespace, signal });
    return items.map((job) => Stores.kept(Job, job) as Job);
  };
  const versions = (jobs: Job[]) => jobs.map(({ metadata }) => metadata?.resourceVersion).join();
  for (;;) {
    const [before, json, after] = [await listed(Job), await listed(inJson), await listed(Job)];
    if (versions(before) === versions(after)) return [before, json];
  }
}

async function makeJobs(client: Api, namespace: string): Promise<void> {
  const job = (name: string, metadata: object, spec: object): Job => ({
    metadata: { name, namespace, labels: { [labels.managedBy]: "kubetask" }, ...metadata },
    spec: { template: template as unknown as NonNullable<Job["spec"]>["template"], ...spec },
  });
  const annotated = {
    annotations: { [annotations.index]: "0", [annotations.result]: "termination-message", other: "" },
  };
  await client.create(Job, job("active", annotated, {}));
  await client.create(Job, job("suspended", {}, { suspend: true }));
  await client.create(Job, job("complete", { finalizers: [outcomeFinalizer] }, { suspend: false }));
  await complete(client, namespace, "complete");
  const { metadata } = await client.create(Job, job("deleted", { finalizers: [outcomeFinalizer] }, {}));
  await client.delete(Job, namespace, "deleted", { uid: metadata?.uid ?? "" });
}

/** What a watch brings from then on, as it comes. */
async function watchedIn(
  client: Api,
  kind: Kind<Job>,
  resourceVersion: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Event<Job>>> {
  const labelSelector = kind.selector;
  const stream = await client.watch(kind, { resourceVersion, labelSelector, timeoutSeconds: 300, signal });
  assert.equal(stream.isProtobuf, kind.protobuf !== undefined);
  return events(stream, kind);
}

/** Those that concern Jobs of this namespace, until one of that name is about to be deleted. */
async function until(stream: AsyncIterable<Event<Job>>, namespace: string, name: string): Promise<Event<Job>[]> {
  const found: Event<Job>[] = [];
  for await (const event of stream) {
    const { metadata } = event.object;
    if (metadata.namespace !== namespace) continue;
    found.push(event);
    if (metadata.name === name && metadata.deletionTimestamp) break;
  }
  return found;
}
