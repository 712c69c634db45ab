/** How long a single Task takes to get its Job and to be told ended, at rest and while a large run begins. */

import { Task } from "../crds/kinds.ts";
import { complete } from "../tests/operator/jobs.ts";
import { withJobs } from "./life.ts";
import { createsJob, type Site, storesStatus } from "./site.ts";
import { figure, median, quantile, type Row } from "./table.ts";

/** Milliseconds between two Tasks. */
const every = 100;

/** All in milliseconds. */
export interface TaskTimes {
  /** From the request that creates a Task until its Job is there. */
  readonly idle: readonly number[];
  readonly beside: readonly number[];
  /** Units of the run that began meanwhile. */
  readonly units: number;
  /** From the answer to a Job's end until its Task tells of it. */
  readonly end: readonly number[];
}

export async function taskTimes(site: Site, { units, count }: { units: number; count: number }): Promise<TaskTimes> {
  const ends = await site.inNamespace("ending", async (namespace) => {
    const times: number[] = [];
    await site.prepareTasks(namespace);
    for (let index = 0; index < 30; index++) times.push(await endOf(site, namespace, `task-${index}`));
    return times;
  });
  const idle = await site.inNamespace("idle", async (namespace) => {
    await site.prepareTasks(namespace);
    let left = count;
    return await startsOf(site, namespace, () => left-- > 0);
  });
  const beside = await site.inNamespace("beside", async (namespace) => {
    await site.prepareTasks(namespace);
    let isBegun = false;
    const run = withJobs(site, "large", units, () => Promise.resolve(void (isBegun = true)));
    const times = await startsOf(site, namespace, () => !isBegun);
    await run;
    return times;
  });
  return { idle, beside, units, end: ends };
}

/** Applies Tasks as long as it should; how long each waited for its Job. */
async function startsOf(site: Site, namespace: string, goesOn: () => boolean): Promise<number[]> {
  const from = await site.now();
  let count = 0;
  while (goesOn()) {
    await site.applyTask(namespace, `task-${count++}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  await site.answered(from, count, createsJob(namespace));
  const requests = (await site.requests(from)).filter((request) => request.namespace === namespace);
  const jobs = requests.filter(createsJob(namespace));
  const tasks = requests.filter(({ verb, resource }) => verb === "create" && resource === "tasks");
  return tasks.map((task) => {
    // A Task's Job has its name, a dash and five characters.
    const job = jobs.find(({ name }) => name.slice(0, -6) === task.name);
    return job ? job.answered - task.received : NaN;
  });
}

async function endOf(site: Site, namespace: string, name: string): Promise<number> {
  const { client, cluster } = site;
  await site.applyTask(namespace, name);
  const from = await site.now();
  const named = ["--namespace", namespace, "--timeout=60s", `task/${name}`];
  await cluster.kubectl("wait", "--for=jsonpath={.status.jobName}", ...named);
  const { status } = await client.get(Task, namespace, name) ?? {};
  await complete(client, namespace, status?.jobName ?? "");
  await cluster.kubectl("wait", "--for=condition=Complete", ...named);
  const requests = await site.requests(from);
  const ended = requests.findLast(({ verb, resource, code }) =>
    verb === "patch" && resource === "jobs/status" && code === 200
  );
  const told = requests.findLast(storesStatus(namespace, "tasks"));
  return told && ended ? told.answered - ended.answered : NaN;
}

export function taskRows({ idle, beside, units, end }: TaskTimes): Row[] {
  const p99 = (values: readonly number[]) => quantile(values, 0.99);
  const row = (what: string, times: readonly number[], of: (times: readonly number[]) => number, wanted = ""): Row => {
    return { what, median: figure(of(times)), spread: `${times.length} Tasks`, wanted };
  };
  const most = Math.max(150, 2 * p99(idle));
  return [
    row("Task applied -> its Job, at rest, median (ms)", idle, median),
    row("the same, p99 (ms)", idle, p99),
    row(`the same while a run of ${units} begins, median (ms)`, beside, median),
    row("the same, p99 (ms)", beside, p99, `<= ${figure(most)}`),
    row("Job's end -> Task ended in the API, median (ms)", end, median, "<= 150"),
    row("the same, most (ms)", end, (times) => Math.max(...times), "<= 150"),
  ];
}
