/** What is too large says so before it costs anything; what is just small enough runs to its end. */

import assert from "node:assert/strict";
import { Batch, BatchRun, type Context, Task } from "../../crds/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import { ConfigMap } from "../../reconcilers/kinds.ts";
import { roomForStatus } from "../../reconcilers/room.ts";
import { aBatch, aRun, aTask, aTemplate, jobTemplate, over, repository } from "../operator/objects.ts";
import { allFinished, edgeTest, instantTemplate, type Place } from "./edge.ts";

/** Bytes that Kubernetes stores of one object. */
const most = 1_572_864;

function text(inline: string, name = "task.md"): Context {
  return { type: "File", file: { name, source: { inline } } };
}

/** So many characters, in as many files as that takes. */
function texts(length: number, character = "x"): Context[] {
  const longest = 262_144;
  return Array.from({ length: Math.ceil(length / longest) }, (_, index) => {
    return text(character.repeat(Math.min(longest, length - index * longest)), `text-${index}.md`);
  });
}

/** A run whose status has much to tell of each unit, and which leaves so many bytes for it when it is created. */
function aRunThatLeaves(room: number, name: string, units = 100): BatchRun {
  const variableContexts = Array.from({ length: units }, (_, index) => {
    return Array.from({ length: 8 }, (): Context => {
      return { type: "Repository", repository: { org: "o".repeat(250), repo: `${index}`, branch: "b".repeat(100) } };
    });
  });
  const padded = (padding: number) => {
    return aRun(name, { batchSpec: { commonContext: texts(padding), variableContexts } });
  };
  const estimate = roomForStatus(padded(1_000_000)) + 1_000_000 - room;
  const missing = roomForStatus(padded(estimate)) - room;
  return padded(estimate + missing);
}

/** The run's phase and reason, of each unit that the status tells of its phase, reason and message, and how many Jobs there are. */
function endOf(place: Place, name: string) {
  const { status } = place.run(name) ?? {};
  const reason = status?.conditions?.find(({ type }) => type === "Complete")?.reason;
  const tasks = status?.tasks?.map(({ status, reason }) => reason ? `${status} ${reason}` : status);
  return { phase: status?.phase, reason, tasks, jobs: place.jobs().length };
}

edgeTest("the larger a run, the less its status tells of each unit, so that both can be stored", async ({ place }) => {
  await place.create(ConfigMap, instantTemplate());
  for (const [index, room] of [400_000, 200_000, 72_000].entries()) {
    await place.create(BatchRun, aRunThatLeaves(room, `run-${index}`));
  }
  // Six bytes each where they are stored.
  const escaped = { commonContext: texts(220_000, "<"), variableContexts: over(100).variableContexts };
  await place.create(BatchRun, aRun("escaped", { batchSpec: escaped }));
  await place.until("all have ended", () => place.runs().length === 4 && allFinished(place.runs()));

  for (const { status } of place.runs()) {
    assert.deepEqual(status?.progress, { total: 100, pending: 0, running: 0, completed: 100, failed: 0 });
    assert.equal(status?.indexes?.succeeded, "0-99");
    assert.equal((status?.tasks?.length ?? 0) + (status?.tasksOmitted ?? 0), 100);
  }
  const told = [0, 1, 2].map((index) => place.run(`run-${index}`)?.status?.tasks?.length ?? 0);
  assert.ok(told[0]! > told[1]! && told[1]! > told[2]!, `${told}`);
});

edgeTest("what leaves too little room for its status fails before there is any Job", async ({ place }) => {
  await place.create(ConfigMap, instantTemplate());
  await place.create(BatchRun, aRunThatLeaves(30_000, "run"));
  const task = aTask("task", { contexts: texts(1_540_000) });
  await place.create(Task, task);
  await place.until("both have ended", () => {
    return place.runs().length + place.tasks().length === 2 && allFinished([...place.runs(), ...place.tasks()]);
  });

  const says = /^The (BatchRun|Task) is \d+ bytes too large: Kubernetes stores 1572864 bytes/;
  const { status: run } = place.run("run") ?? {};
  assert.deepEqual([run?.phase, run?.progress?.failed, place.jobs()], ["Failed", 100, []]);
  for (const unit of run?.tasks ?? []) {
    assert.equal(unit.reason, "TooLarge");
    assert.match(unit.message ?? "", says);
  }
  assert.ok((run?.tasks?.length ?? 0) > 0);
  const { phase, reason, message = "" } = place.task("task")?.status ?? {};
  assert.deepEqual([phase, reason], ["Failed", "TooLarge"]);
  assert.match(message, says);
});

edgeTest("an object that cannot be stored is refused when it is created", async ({ place }) => {
  const answers = [];
  for (const length of [most, 2_000_000, 3_200_000]) {
    const { code, message } = await place.send(Task, aTask("task", { contexts: texts(length) }));
    answers.push([code, message]);
  }
  assert.deepEqual(answers, [
    [500, "etcdserver: request is too large"],
    [500, "etcdserver: request is too large"],
    [413, "Request entity too large: limit is 3145728"],
  ]);
});

edgeTest(
  "a Batch and a template that cannot be frozen together fail every unit before there is a Job",
  async ({ place }) => {
    const [template] = Object.values((instantTemplate() as ConfigMap).data ?? {});
    await place.create(ConfigMap, aTemplate("kubetask-agent", `${template}#${"x".repeat(200_000)}\n`));
    await place.create(Batch, aBatch("batch", { ...over(3), commonContext: texts(1_450_000) }));
    await place.create(BatchRun, aRun("run", { batchRef: "batch" }));
    await place.until("the run has ended", () => place.runs().length === 1 && allFinished(place.runs()));
    assert.deepEqual(endOf(place, "run"), {
      phase: "Failed",
      reason: "TasksFailed",
      tasks: ["Failed TooLarge", "Failed TooLarge", "Failed TooLarge"],
      jobs: 0,
    });
  },
);

edgeTest("a Job too large for Kubernetes or for a request fails its unit, and its siblings run", async ({ place }) => {
  const parsed = "{{ $text := (index (fromJsonArray .Contexts) 0).file.source.inline }}";
  const env = '[{{ range $i, $_ := until 20 }}{name: V{{ $i }}, value: "{{ $text }}"},{{ end }}]';
  const [template = ""] = Object.values((instantTemplate() as ConfigMap).data ?? {});
  await place.create(ConfigMap, aTemplate("kubetask-agent", `${parsed}\n${template}        env: ${env}\n`));
  const units = ["small", "日".repeat(27_000), "日".repeat(40_000), "\u0001".repeat(50_000), "x".repeat(60_000), "ok"];
  const variableContexts = units.map((inline) => [text(inline)]);
  await place.create(BatchRun, aRun("run", { batchSpec: { commonContext: [], variableContexts } }));
  await place.until("the run has ended", () => place.runs().length === 1 && allFinished(place.runs()));
  assert.deepEqual(endOf(place, "run"), {
    phase: "Failed",
    reason: "TasksFailed",
    tasks: [
      "Succeeded",
      "Failed TooLarge",
      "Failed TooLarge",
      "Failed TooLarge",
      "Failed TemplateInvalid",
      "Succeeded",
    ],
    jobs: 2,
  });
});

edgeTest("a variable of 131,072 bytes is handed over, one byte more fails its unit alone", async ({ place }) => {
  const [template = ""] = Object.values((instantTemplate() as ConfigMap).data ?? {});
  const env = '[{name: V, value: "{{ (index (fromJsonArray .Contexts) 0).file.source.inline }}"}]';
  await place.create(ConfigMap, aTemplate("kubetask-agent", `${template}        env: ${env}\n`));
  const overhead = "V=\0".length;
  const variableContexts = [131_071, 131_072, 131_073].map((size) => [text("x".repeat(size - overhead))]);
  await place.create(BatchRun, aRun("run", { batchSpec: { commonContext: [], variableContexts } }));
  await place.until("the run has ended", () => place.runs().length === 1 && allFinished(place.runs()));
  assert.deepEqual(endOf(place, "run").tasks, ["Succeeded", "Succeeded", "Failed JobInvalid"]);
  assert.match(place.run("run")?.status?.tasks?.[2]?.message ?? "", /env\[0\]\.value: 131073 bytes, .* 131072 /);
});

edgeTest("annotations of 262,144 bytes are accepted, one byte more fails its unit alone", async ({ place }) => {
  const [template = ""] = Object.values((instantTemplate() as ConfigMap).data ?? {});
  const note =
    `metadata: {annotations: {note: "{{ range fromJsonArray .Contexts }}{{ .file.source.inline }}{{ end }}"}}`;
  await place.create(ConfigMap, aTemplate("kubetask-agent", `${template}${note}\n`));
  const ours = "note".length + "kubetask.io/index".length + "0".length;
  const variableContexts = [262_143, 262_144, 262_145].map((size) => texts(size - ours));
  await place.create(BatchRun, aRun("run", { batchSpec: { commonContext: [], variableContexts } }));
  await place.until("the run has ended", () => place.runs().length === 1 && allFinished(place.runs()));
  assert.deepEqual(endOf(place, "run").tasks, ["Succeeded", "Succeeded", "Failed JobInvalid"]);
  assert.match(place.run("run")?.status?.tasks?.[2]?.message ?? "", /metadata\.annotations: Too long/);
});

edgeTest("10,000 units with much to tell end and are all counted, inline and by reference", async ({ place }) => {
  await place.create(
    ConfigMap,
    aTemplate("kubetask-agent", `${jobTemplate()}# {{ "${"x".repeat(900)}" | nonsense }}\n`),
  );
  const long = "r".repeat(32);
  const batch = {
    commonContext: [],
    variableContexts: Array.from({ length: 10_000 }, (_, i) => [repository(`${long}-${i}`)]),
  };
  await place.create(Batch, aBatch("batch", batch));
  await place.create(BatchRun, aRun("by-reference", { batchRef: "batch" }));
  await place.create(BatchRun, aRun("inline", { batchSpec: batch }));
  await place.until("both have ended", () => place.runs().length === 2 && allFinished(place.runs()));
  for (const run of place.runs()) {
    const { phase, progress, indexes, tasks = [] } = run.status ?? {};
    assert.deepEqual([phase, progress?.failed, indexes?.failed], ["Failed", 10_000, "0-9999"], nameOf(run));
    assert.ok(tasks.length > 0 && tasks.every(({ reason }) => reason === "TemplateInvalid"), nameOf(run));
  }
});

edgeTest("whatever a Job's controller says of its end can be told", async ({ place, stage }) => {
  await place.create(ConfigMap, aTemplate("kubetask-agent", jobTemplate("managedBy: somebody.else/entirely")));
  await place.create(BatchRun, aRun("run", { batchSpec: over(3) }));
  await place.create(Task, aTask("task", { contexts: [repository("service")] }));
  await place.until("there are Jobs", () => place.jobs().length === 4);
  const lastTransitionTime = "2025-01-18T10:00:00Z";
  const said = [{}, { reason: "not one word!", message: "<\u0000é".repeat(50_000) }, {
    reason: "R".repeat(2_000),
    message: "",
  }];
  for (const [index, job] of place.jobs().entries()) {
    const conditions = ["FailureTarget", "Failed"].map((type) => {
      return { type, status: "True", lastTransitionTime, ...said[index % said.length] };
    });
    const status = { startTime: lastTransitionTime, failed: 1, conditions };
    const patch = JSON.stringify({ status });
    const file = await Deno.makeTempFile();
    await Deno.writeTextFile(file, patch);
    await stage.kubectl("patch", "job", nameOf(job), "--subresource=status", "--type=merge", `--patch-file=${file}`);
    await Deno.remove(file);
  }
  await place.until("both have ended", () => allFinished([...place.runs(), ...place.tasks()]));
  assert.deepEqual([place.run("run")?.status?.phase, place.task("task")?.status?.phase], ["Failed", "Failed"]);
});
