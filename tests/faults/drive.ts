/** Plays one scenario while one plan breaks something, and judges what came of it. */

import { BatchRun, Task } from "../../crds/kinds.ts";
import { isOperator, isWrite, requestsIn, sizeOf } from "../operator/requests.ts";
import { Namespace } from "./admin.ts";
import { Faults } from "./faults.ts";
import type { Lane } from "./lane.ts";
import { differences, normalForm } from "./normal_form.ts";
import { Operators } from "./operators.ts";
import { violations } from "./oracles.ts";
import type { Plan } from "./plan.ts";
import { playJobs } from "./played_jobs.ts";
import { AnyJob } from "./record.ts";
import { Rest } from "./rest.ts";
import { type Scenario, Stage } from "./scenario.ts";

export interface Verdict {
  /** Sentences; none if all is well. */
  readonly violations: readonly string[];
  /** What could be hit, in order. */
  readonly points: readonly string[];
  /** Whether everything that was planned happened. */
  readonly isDone: boolean;
  readonly end: string;
  readonly milliseconds: number;
  /** What the operators said, one after the other. */
  readonly log: readonly string[];
}

/** Longer than the operator waits between two writes of a status: after so many quiet milliseconds it has come to rest. */
const quiet = 1_100;
/** Milliseconds for coming to the end, and then to rest: many times what it takes, for machines that are busy. */
const patience = 60_000;

/** `end`: the normal form to reach; without one the scenario's end is where it comes to rest. */
export async function drive(lane: Lane, scenario: Scenario, plan: Plan, end?: string): Promise<Verdict> {
  const { admin, proxy, recorder } = lane;
  const began = performance.now();
  const from = await sizeOf(lane.auditLog);
  const namespace = `f-${scenario.name}-${crypto.randomUUID().slice(0, 8)}`;
  const record = recorder.of(namespace);
  const operators = new Operators(() => lane.startOperator());
  const faults = new Faults(plan, namespace, () => operators.replace());
  const wrong: string[] = [];
  await admin.apply(undefined, { apiVersion: "v1", kind: Namespace.kind, metadata: { name: namespace } });
  const jobs = playJobs(record, admin);
  const rest = new Rest(record);
  try {
    await operators.start();
    proxy.hooks = {
      request(request) {
        if (request.namespace === namespace && isWrite(request)) rest.disturb();
        return faults.request(request);
      },
      answer: faults.answer.bind(faults),
      event: faults.event.bind(faults),
    };
    await scenario.play(new Stage(namespace, record, admin, jobs));
    const isThere = () => end === undefined || normalForm(namespace, record) === end;
    await record.until("the end is that of the run without faults", isThere, patience);
    await operators.ready();
    rest.disturb();
    if (!await rest.comes(end === undefined ? 3 * quiet : quiet, patience)) wrong.push("it never comes to rest");
    if (!isThere()) wrong.push("it did not stay at the end of the run without faults");
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  const reached = normalForm(namespace, record);
  if (end !== undefined) wrong.push(...differences(end, reached));
  await jobs.stop().catch((error) => wrong.push(String(error)));
  const ended = await operators.end();
  proxy.hooks = {};
  rest.stop();
  const requests = (await requestsIn(lane.auditLog, from)).filter((request) => {
    return isOperator(request) && request.namespace === namespace;
  });
  wrong.push(...violations({ record, requests, operators: ended }));
  for (const kind of [BatchRun, Task, AnyJob]) await admin.deleteAll(kind, namespace);
  recorder.forget(namespace);
  return {
    violations: wrong,
    points: faults.points,
    isDone: faults.isDone,
    end: reached,
    milliseconds: performance.now() - began,
    log: ended.flatMap(({ lines }) => lines),
  };
}
