/** docs/reasons.md has every reason that a user can meet, and no other one. */

import assert from "node:assert/strict";
import { withLimits } from "../../docs/limits.ts";
import { withReasons } from "../../docs/reasons.ts";
import { ApiError, classify, type Failure } from "../../kernel/errors.ts";
import type { KubeObject } from "../../kernel/object.ts";
import type { Refusal } from "../../kernel/plan.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { BatchRun, ControllerRevision, Job, type Pod } from "../../reconcilers/kinds.ts";
import { type KnownReason, reasons } from "../../reconcilers/reasons.ts";
import { task } from "../../reconcilers/task.ts";
import { Task } from "../../crds/kinds.ts";
import { begun, reasonOf, say, statusOf } from "../reconcilers/a_run.ts";
import {
  aBatch,
  aBatchRun,
  aConfigMap,
  aContainer,
  aPod,
  aTask,
  aTemplate,
  aWorkspaceConfig,
  complete,
  failed,
  resultTemplate,
  running,
  saying,
  units,
} from "../reconcilers/builders.ts";
import { World } from "../reconcilers/world.ts";

/** The reason in the conditions of a run in such a world. */
function ofRun(...world: KubeObject[]): string | undefined {
  const all = new World(...world);
  all.settle(batchRun, "run");
  return reasonOf(all).reason;
}

/** The reason in the conditions of a Task whose Job says this. */
function ofTask(status: Job["status"], template = aTemplate("agent")): string | undefined {
  const world = new World(aTask(), aConfigMap("kubetask-agent", { "agent-template.yaml": template }));
  world.settle(task, "greet");
  for (const job of world.all(Job)) world.put(Job, { ...job, status });
  world.settle(task, "greet");
  return world.get(Task, "greet").status?.conditions?.[0]?.reason;
}

/** The reason of the first unit of a run whose Job says this. */
function ofUnit(status: Job["status"], template?: string): string | undefined {
  const world = begun(1, template);
  if (world.find(Job, "run-task-0")) say(world, 0, status);
  return statusOf(world).tasks?.[0]?.reason;
}

/** The reason of the first unit of a run whose Job is answered so. */
function ofRefusal(refusal: Refusal, kind: string = Job.kind): string | undefined {
  const world = new World(aBatch(units(1)), aBatchRun());
  world.accepts = (object) => object.kind === kind ? refusal : undefined;
  world.settle(batchRun, "run");
  return statusOf(world).tasks?.[0]?.reason;
}

function ofAnswer(failure: Partial<Failure>): string | undefined {
  const problem = classify(new ApiError({ status: 403, reason: "Forbidden", message: "no", ...failure }));
  assert.ok(problem.class === "blocked" || problem.class === "invalid");
  return ofRefusal({ class: problem.class, reason: problem.reason, message: problem.message });
}

function ofDeleted(kind: typeof Job | typeof ControllerRevision): string | undefined {
  const world = begun(1);
  for (const { metadata } of world.all<KubeObject>(kind)) world.delete(kind, metadata?.name ?? "");
  world.change(BatchRun, "run", ({ status, ...run }) => {
    return {
      ...run,
      status: kind === Job ? status : { ...status, indexes: { created: "", succeeded: "", failed: "" } },
    };
  });
  if (kind === ControllerRevision) world.delete(Job, "run-task-0");
  world.forget();
  world.settle(batchRun, "run");
  return statusOf(world).tasks?.[0]?.reason;
}

const secretFile = aTask().spec.contexts.concat([
  { type: "File", file: { name: "key", source: { secretKeyRef: { name: "key", key: "key" } } } },
]);

function ofWaitingPod(): string | undefined {
  const template = aTemplate("agent", { metadata: '{annotations: {"kubetask.io/context-files": /contexts}}' });
  const configMap = aConfigMap("kubetask-agent", { "agent-template.yaml": template });
  const world = new World(aBatch(units(1), secretFile), aBatchRun(), configMap);
  world.settle(batchRun, "run");
  say(world, 0, { ...running, ready: 0 });
  return statusOf(world).tasks?.[0]?.reason;
}

function ofPods(...pods: Pod[]): string | undefined {
  const world = begun(1, resultTemplate);
  world.pods = () => pods;
  say(world, 0, { ...running, active: pods.length, ready: 0 });
  return statusOf(world).tasks?.[0]?.reason;
}

function ofWaitingContainer(reason: string): string | undefined {
  return ofPods(aPod("run-task-0", { phase: "Pending", containerStatuses: [aContainer({ waiting: { reason } })] }));
}

const altered = (kind: string): Refusal => ({ class: "invalid", reason: `${kind}Altered`, message: "altered" });
const ref = { agentTemplateRef: { name: "own" } };

/** How each reason comes about. */
const ways: Record<KnownReason, () => string | undefined> = {
  Pending: () => ofTask({}),
  Suspended: () => ofUnit(withoutStart(saying("Suspended"))),
  Running: () => ofTask(running),
  Succeeded: () => ofTask(complete()),
  TasksSucceeded: () => ofRun(aBatch([]), aBatchRun()),
  BatchNotFound: () => ofRun(aBatchRun()),
  ConfigMapNotFound: () => ofRun(aBatch(units(1)), aBatchRun(ref)),
  TemplateKeyNotFound: () => ofRun(aBatch(units(1)), aBatchRun(ref), aConfigMap("own", {})),
  AmbiguousWorkspaceConfig: () => {
    return ofRun(aBatch(units(1)), aBatchRun(), aWorkspaceConfig("one"), aWorkspaceConfig("two"));
  },
  QuotaExceeded: () => ofAnswer({ message: "exceeded quota: jobs" }),
  Forbidden: () => ofAnswer({}),
  AdmissionDenied: () => ofAnswer({ message: 'admission webhook "x" denied the request' }),
  NameConflict: () => {
    const stranger = { apiVersion: Job.apiVersion, kind: Job.kind, metadata: { name: "run-task-0" } };
    const world = new World(aBatch(units(1)), aBatchRun(), stranger);
    world.settle(batchRun, "run");
    return statusOf(world).tasks?.[0]?.reason;
  },
  NamespaceTerminating: () => ofAnswer({ causes: [{ reason: "NamespaceTerminating" }] }),
  NotFound: () => ofAnswer({ status: 404, reason: "NotFound" }),
  PodNotReady: ofWaitingPod,
  PodNotCreated: () => ofPods(),
  PodUnschedulable: () => {
    return ofPods(aPod("run-task-0", { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False" }] }));
  },
  ImageNotPulled: () => ofWaitingContainer("ErrImagePull"),
  ContainerNotStarted: () => ofWaitingContainer("CreateContainerConfigError"),
  ContainerCrashes: () => ofWaitingContainer("CrashLoopBackOff"),
  TasksFailed: () => ofRun(aBatch(units(1)), aBatchRun(ref), aConfigMap("own", { "agent-template.yaml": "{{" })),
  Failed: () => ofTask(failed("")),
  BackoffLimitExceeded: () => ofUnit(failed("BackoffLimitExceeded")),
  DeadlineExceeded: () => ofUnit(failed("DeadlineExceeded")),
  PodFailurePolicy: () => ofUnit(failed("PodFailurePolicy")),
  FailedIndexes: () => ofUnit(failed("FailedIndexes")),
  MaxFailedIndexesExceeded: () => ofUnit(failed("MaxFailedIndexesExceeded")),
  JobFailed: () => ofUnit(failed("because of this")),
  JobDeleted: () => ofDeleted(Job),
  TemplateInvalid: () => ofUnit({}, "{{"),
  JobInvalid: () => ofAnswer({ status: 422, reason: "Invalid" }),
  TooLarge: () => ofAnswer({ status: 413, reason: "RequestEntityTooLarge" }),
  JobAltered: () => ofRefusal(altered("Job")),
  ControllerRevisionAltered: () => ofRefusal(altered("ControllerRevision"), ControllerRevision.kind),
  SnapshotDeleted: () => ofDeleted(ControllerRevision),
};

function withoutStart(status: Job["status"]): Job["status"] {
  return { ...status, startTime: undefined };
}

for (const [reason, way] of Object.entries(ways)) {
  Deno.test(`the reason ${reason} comes about`, () => assert.equal(way(), reason));
}

Deno.test("every reason that the code names is explained", () => {
  const named = sources().flatMap((text) => {
    return [...text.matchAll(/(?:reason: |blocked: |invalid\()"(\w+)"/g)].map(([, reason = ""]) => reason);
  });
  const known = new Set(Object.keys(reasons));
  assert.deepEqual([...new Set(named)].filter((reason) => !known.has(reason)).toSorted(), neverShown);
});

/** They only concern the operator itself, its log and its metrics; `Invalid` is shown as `JobInvalid`. */
const neverShown = ["BadAnswer", "Conflict", "InternalError", "Invalid", "NotLeading", "Timeout"];

function sources(): string[] {
  return ["kernel", "reconcilers", "render"].flatMap((folder) => {
    const place = new URL(`../../${folder}/`, import.meta.url);
    return [...Deno.readDirSync(place)].filter(({ name }) => name.endsWith(".ts"))
      .map(({ name }) => Deno.readTextFileSync(new URL(name, place)));
  });
}

for (const [page, filled] of Object.entries({ "reasons.md": withReasons, "limits.md": withLimits })) {
  Deno.test(`the tables of ${page} are those of the code`, () => {
    const text = Deno.readTextFileSync(new URL(`../../docs/${page}`, import.meta.url));
    assert.equal(text, filled(text), "run `deno task generate`");
  });
}
