/** Names as long as Kubernetes takes them, and texts in every script, arrive where they should. */

import assert from "node:assert/strict";
import { Batch, BatchRun, type Context, Task } from "../../crds/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import { ConfigMap, type Job } from "../../reconcilers/kinds.ts";
import { unitJobName } from "../../reconcilers/names.ts";
import { aBatch, aRun, aTask, aTemplate, over, repository } from "../operator/objects.ts";
import { allFinished, edgeTest, instantTemplate } from "./edge.ts";

/** A name of that length that differs from others at its end. */
function long(length: number, end: string): string {
  return "n".repeat(length - end.length) + end;
}

edgeTest(
  "names of 63, 64 and 253 characters end well, and those that begin alike have Jobs of their own",
  async ({ place, stage }) => {
    const names = [63, 64, 253].flatMap((length) => ["a", "b", ".c"].map((end) => long(length, end)));
    await place.create(ConfigMap, instantTemplate(long(253, "template")));
    const agentTemplateRef = { name: long(253, "template"), key: "agent-template.yaml" };
    for (const name of names) {
      await place.create(Batch, aBatch(name, over(2)));
      await place.create(BatchRun, aRun(name, { batchRef: name, agentTemplateRef }));
      await place.create(Task, aTask(name, { contexts: [repository("service")], agentTemplateRef }));
    }
    await place.until("all have ended", () => {
      return place.runs().length + place.tasks().length === 2 * names.length &&
        allFinished([...place.runs(), ...place.tasks()]);
    });
    assert.deepEqual([...new Set([...place.runs(), ...place.tasks()].map(({ status }) => status?.phase))], [
      "Succeeded",
    ]);
    const jobs = await stage.list<Job>("jobs");
    assert.equal(jobs.length, 3 * names.length);
    for (const { metadata } of jobs) {
      const texts = [metadata?.name ?? "", ...Object.values(metadata?.labels ?? {})];
      assert.deepEqual(texts.filter((text) => text.length > 63), []);
    }
    // Whoever looks for the Jobs of a run or a Batch by label finds those of no other.
    for (const label of ["kubetask.io/batch", "kubetask.io/batchrun", "kubetask.io/task"]) {
      assert.equal(
        new Set(jobs.map(({ metadata }) => metadata?.labels?.[label]).filter((value) => value)).size,
        names.length,
      );
    }
  },
);

edgeTest("a name or a namespace that is one character too long is refused by Kubernetes itself", async ({ place }) => {
  const { code, message } = await place.send(Task, aTask(long(254, "a"), { contexts: [repository("service")] }));
  assert.equal(code, 422);
  assert.match(message, /metadata\.name: .*no more than 253/);
});

edgeTest("a namespace of 63 characters is one like any other", async ({ another }) => {
  const name = `t-${crypto.randomUUID()}`.padEnd(63, "x");
  const place = await another(name);
  await place.create(ConfigMap, instantTemplate());
  await place.create(BatchRun, aRun(long(253, "run"), { batchSpec: over(2) }));
  await place.until("the run has ended", () => place.runs().length === 1 && allFinished(place.runs()));
  assert.equal(place.runs()[0]?.status?.phase, "Succeeded");
});

Deno.test("10,000 units of each of two runs with long names that begin alike have names of their own", () => {
  const runs = [long(253, "a"), long(253, "b"), long(64, "a"), long(55, ""), "n"];
  const names = runs.flatMap((run) => Array.from({ length: 10_000 }, (_, index) => unitJobName(run, index)));
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(names.filter((name) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)), []);
});

/** Told apart by what they do to a line, to a byte count, or to a reader. */
const scripts = {
  astral: "\u{1F680}\u{1F468}\u200d\u{1F469}\u200d\u{1F467}\u{E0041}\u{10FFFD}",
  combining: "e\u0301 \u1100\u1161\u11a8 Z\u0351\u036b\u0343",
  "right to left": "\u202eabc\u202c \u0627\u0644\u0633\u0644\u0627\u0645 \u05e9\u05dc\u05d5\u05dd",
  controls: "\u0000\u0001\u0007\b\u001b[31m\u007f\u0085\u009f",
  lines: "a\r\nb\rc\u2028d\u2029e\u000bf\u000cg\n\n",
  spaces: " \u00a0\u200b\ufeff\u3000\t ",
  syntax: "'\"`${x}$(HOME)$$(HOME) {{ .Namespace }} }} #: - ? | > & * ! % @ \\ <b>&amp; ~ null",
  noncharacters: "\ufffe\uffff\u{1ffff}\ufffd",
};

edgeTest("texts in every script reach the Job as they were written", async ({ place, stage }) => {
  const key = ".k_-.9";
  const text = `# \u{1F680} שלום e\u0301\n${Object.values((instantTemplate() as ConfigMap).data ?? {})}`;
  const values = "[{name: V, value: '{{ .Contexts }}'}, {name: T, value: '\u{1F680} שלום e\u0301 $(HOME)'}]";
  const template = aTemplate("kubetask-agent", "");
  await place.create(ConfigMap, { ...template, data: { [key]: `${text}        env: ${values}\n` } } as ConfigMap);
  const variableContexts = Object.entries(scripts).map(([name, inline]): Context[] => {
    return [{ type: "File", file: { name: `${name} \u{1F680} שלום e\u0301.md`, source: { inline } } }];
  });
  const agentTemplateRef = { name: "kubetask-agent", key };
  await place.create(BatchRun, aRun("run", { batchSpec: { commonContext: [], variableContexts }, agentTemplateRef }));
  await place.until("the run has ended", () => place.runs().length === 1 && allFinished(place.runs()));
  assert.equal(place.run("run")?.status?.phase, "Succeeded");
  const written = (await stage.list<Job>("jobs")).map((job) => {
    const [contexts, trusted] = job.spec?.template.spec?.containers[0]?.env ?? [];
    assert.equal(trusted?.value, "\u{1F680} שלום e\u0301 $(HOME)");
    return [nameOf(job), JSON.parse((contexts?.value ?? "").replaceAll("$$", () => "$"))];
  });
  assert.deepEqual(written.sort(), variableContexts.map((contexts, index) => [`run-task-${index}`, contexts]).sort());
  // What the status repeats of them is stored as it was meant: else it would be written again and again.
  assert.deepEqual(place.run("run")?.status?.tasks?.map(({ contexts }) => contexts), variableContexts);
});
