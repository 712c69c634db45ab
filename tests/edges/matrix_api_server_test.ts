/** Every field of every kind with every edge of its values: refused with a sentence that names it, or brought to an end or a reason. */

import assert from "node:assert/strict";
import { Batch, BatchRun, type BatchSpec, type Context, Task, WorkspaceConfig } from "../../crds/kinds.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import { ConfigMap, type Job } from "../../reconcilers/kinds.ts";
import { aBatch, aRun, aTask, aTemplate, jobTemplate, over, repository } from "../operator/objects.ts";
import { type Case, casesOf } from "./cases.ts";
import { allFinished, type Answer, edgeTest, instantTemplate, type Place } from "./edge.ts";
import { allFields, nameOfField } from "./fields.ts";

const cases = allFields().flatMap(casesOf);
const agent = [
  "        env:",
  "        - name: TASK_CONTEXTS",
  "          value: '{{ .Contexts }}'",
  "",
].join("\n");
/** How many requests are under way at a time. */
const parallel = 4;

/** Reasons for which an object may wait: each says what is missing. */
const explained = ["BatchNotFound", "ConfigMapNotFound", "TemplateKeyNotFound"];

Deno.test("every field of every kind is tried, and its values are told apart", () => {
  assert.deepEqual([...new Set(cases.map(({ field }) => nameOfField(field)))], allFields().map(nameOfField));
  const names = cases.map(({ field, what }) => `${nameOfField(field)} ${what}`);
  assert.equal(new Set(names).size, names.length);
});

edgeTest(
  "whatever a field holds, its object is refused by name or explained, and good ones beside it finish",
  async (edge) => {
    const { place, stage } = edge;
    await furnish(place);
    await createGood(place, "first");
    const tried = await inParallel(cases, (one, index) => tryOut(one, `case-${index}`, place, edge.another));
    await createGood(place, "last");

    const accepted = tried.filter(({ refused }) => !refused);
    const runs = accepted.map(({ what, place, find }) => ({ what, place, find }));
    const places = [...new Set(accepted.map(({ place }) => place))];
    for (const { what, find } of runs) await place.until(`${what} is explained`, () => isSettled(find()));
    for (const name of ["first", "last"]) {
      await place.until(`the ${name} good ones end`, () => {
        const found = [place.run(name), place.run(`${name}-inline`), place.task(name)].filter((one) =>
          one !== undefined
        );
        return found.length === 3 && allFinished(found);
      });
      assert.deepEqual(
        [place.run(name)?.status?.phase, place.run(`${name}-inline`)?.status?.phase, place.task(name)?.status?.phase],
        ["Succeeded", "Succeeded", "Succeeded"],
      );
    }
    await assertAsWritten(places, accepted, stage.cluster.kubectl);
    report(tried);
  },
);

interface Tried {
  readonly one: Case;
  readonly what: string;
  /** What the API server said, if it refused. */
  readonly refused?: string;
  readonly place: Place;
  /** The run or task that shows what came of it. */
  find(): BatchRun | Task | undefined;
}

/** Creates the object and whatever makes use of it; checks how it was refused, if it was. */
async function tryOut(
  one: Case,
  name: string,
  shared: Place,
  another: (name: string) => Promise<Place>,
): Promise<Tried> {
  const { field, what, isHuge } = one;
  const spec = isHuge && field.kind === "BatchRun" ? { ...one.spec, agentTemplateRef: wrong } : one.spec;
  const tried = { one, what: `${nameOfField(field)} ${what}` };
  const run = (place: Place) => ({ ...tried, place, find: () => place.run(name) });
  const task = (place: Place) => ({ ...tried, place, find: () => place.task(name) });
  const send = async (place: Place, kind: Kind) => {
    return refusal(one, await place.send(kind, { ...identity(kind, name), spec } as KubeObject));
  };
  switch (field.kind) {
    case "Batch": {
      const refused = await send(shared, Batch);
      if (!refused) {
        await shared.create(BatchRun, aRun(name, { batchRef: name, ...isHuge && { agentTemplateRef: wrong } }));
      }
      return { ...run(shared), refused };
    }
    case "BatchRun":
      return { ...run(shared), refused: await send(shared, BatchRun) };
    case "Task":
      return { ...task(shared), refused: await send(shared, Task) };
    case "WorkspaceConfig": {
      // Of these there should be one in a namespace. Where it is refused, no namespace is needed.
      const config = { ...identity(WorkspaceConfig, name), spec } as KubeObject;
      const refused = refusal(one, await shared.tryOut(WorkspaceConfig, config));
      if (refused) return { ...task(shared), refused };
      const place = await another(`t-${name}-${shared.namespace.slice(-8)}`);
      await furnish(place);
      await place.create(WorkspaceConfig, config);
      await place.create(Task, aTask(name, { contexts: [repository("service")] }));
      return { ...task(place), refused };
    }
  }
  throw new Error(`Cannot try ${field.kind}: it is not known here how it is used`);
}

const wrong = { name: "wrong" };

function identity({ apiVersion, kind }: Kind, name: string): KubeObject {
  return { apiVersion, kind, metadata: { name } };
}

async function furnish(place: Place): Promise<void> {
  const [template = ""] = Object.values((instantTemplate() as ConfigMap).data ?? {});
  await place.create(ConfigMap, aTemplate("kubetask-agent", template + agent));
  await place.create(ConfigMap, aTemplate("wrong", jobTemplate("{{ nonsense }}")));
  await place.create(Batch, aBatch("good", over(1)));
}

async function createGood(place: Place, name: string): Promise<void> {
  const agentTemplateRef = { name: "kubetask-agent" };
  await place.create(BatchRun, aRun(name, { batchRef: "good", agentTemplateRef }));
  await place.create(BatchRun, aRun(`${name}-inline`, { batchSpec: over(2), agentTemplateRef }));
  await place.create(Task, aTask(name, { contexts: [repository("service")], agentTemplateRef }));
}

/** What the API server said, if it refused: a sentence with the field's place, or about the object that the field is missing in. */
function refusal({ place, field, what }: Case, { code, message }: Answer): string | undefined {
  if (code === 201) return undefined;
  const name = field.path.findLast((step) => step !== "[]") ?? "";
  const parent = place.slice(0, place.lastIndexOf("."));
  const says = message.includes(place) || message.includes(parent) && message.includes(name);
  assert.ok((code === 422 || code === 400) && says, `${nameOfField(field)} ${what}: ${code} ${message.slice(0, 500)}`);
  return message;
}

/** Over, or waiting for something that its conditions name. */
function isSettled(object: BatchRun | Task | undefined): boolean {
  const { phase, completionTime, conditions = [] } = object?.status ?? {};
  if (completionTime !== undefined) return conditions.some(({ reason, message }) => reason && message !== undefined);
  const waits = conditions.find(({ type }) => type === "Reconciling");
  return phase === "Pending" && waits?.status === "True" && explained.includes(waits.reason) && waits.message !== "";
}

/** Every Job has the containers of its template and nothing else, and the agent gets what was written. */
async function assertAsWritten(
  places: readonly Place[],
  accepted: readonly Tried[],
  kubectl: (...args: string[]) => Promise<string>,
): Promise<void> {
  const jobs: Job[] = [];
  for (const { namespace } of places) {
    // Of the API server.
    jobs.push(...(JSON.parse(await kubectl("get", "jobs", "-n", namespace, "-o", "json")) as { items: Job[] }).items);
  }
  let compared = 0;
  for (const { one, what, find } of accepted.filter(({ one }) => one.field.kind !== "WorkspaceConfig")) {
    const uid = find()?.metadata?.uid;
    for (const job of jobs.filter(({ metadata }) => metadata?.ownerReferences?.[0]?.uid === uid)) {
      const contexts = contextsOf(one.spec, Number(job.metadata?.annotations?.["kubetask.io/index"]));
      // A run by reference says nothing of them.
      if (!contexts) continue;
      const { containers: [{ env, ...container } = { env: [] }], ...pod } = job.spec!.template.spec!;
      assert.deepEqual(Object.keys(pod).sort(), podFields, what);
      assert.deepEqual(Object.keys(container).sort(), containerFields, what);
      assert.deepEqual(JSON.parse((env?.[0]?.value ?? "").replaceAll("$$", () => "$")), contexts, what);
      compared++;
    }
  }
  assert.ok(compared > 50, `only ${compared} Jobs were compared`);
}

const podFields = ["dnsPolicy", "restartPolicy", "schedulerName", "securityContext", "terminationGracePeriodSeconds"];
const containerFields = [
  "image",
  "imagePullPolicy",
  "name",
  "resources",
  "terminationMessagePath",
  "terminationMessagePolicy",
];

type Spec = { contexts?: Context[]; batchSpec?: BatchSpec } & Partial<BatchSpec>;

/** All that a unit works with; undefined for a run by reference. */
function contextsOf(spec: Spec, index: number): Context[] | undefined {
  const { commonContext, variableContexts } = spec.batchSpec ?? spec;
  return spec.contexts ?? (commonContext && [...commonContext, ...variableContexts?.[index] ?? []]);
}

async function inParallel<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const worker = async () => {
    for (const [index, item] of entries) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return results;
}

/** How often what came out, for whoever reads the output. */
function report(tried: readonly Tried[]): void {
  const outcomes = tried.map(({ refused, find }) => {
    if (refused) return "refused by the API server";
    const { phase, conditions } = find()?.status ?? {};
    return `${phase} ${conditions?.find(({ type }) => type === "Reconciling")?.reason}`;
  });
  const counts = Object.entries(Object.groupBy(outcomes, (outcome) => outcome));
  console.log(
    [`${tried.length} objects`, ...counts.map(([outcome, all = []]) => `${all.length} ${outcome}`)].join(", "),
  );
}
