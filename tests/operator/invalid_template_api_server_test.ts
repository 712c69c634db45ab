/** A template that can never become a Job fails its units at once, and says what is wrong and where. */

import assert from "node:assert/strict";
import type { BatchRun, Task } from "../../crds/kinds.ts";
import { aRun, aTask, aTemplate, jobTemplate, over, repository } from "./objects.ts";
import { operatorTest } from "./stage.ts";

interface Wrong {
  what: string;
  template: string;
  reason: "TemplateInvalid" | "JobInvalid";
  /** What the message must say: the place, and the words of whoever refused it. */
  says: RegExp;
}

const wrong: Wrong[] = [
  {
    what: "that is not YAML",
    template: "apiVersion: batch/v1\nkind: [Job\n",
    reason: "JobInvalid",
    says: /^agent-template.yaml:3: /,
  },
  {
    what: "of something that is not a Job",
    template: "apiVersion: v1\nkind: Pod\nspec: {}\n",
    reason: "JobInvalid",
    says: /^agent-template.yaml: apiVersion: must be batch\/v1$/,
  },
  {
    what: "of two documents",
    template: `${jobTemplate()}---\n${jobTemplate()}`,
    reason: "JobInvalid",
    says: /^agent-template.yaml: must make exactly one YAML document, makes 2$/,
  },
  {
    what: "with an unknown variable",
    template: jobTemplate("activeDeadlineSeconds: {{ .Nonsense }}"),
    reason: "TemplateInvalid",
    says: /agent-template\.yaml.*4.*Nonsense/,
  },
  {
    what: "with an unknown function",
    template: jobTemplate("backoffLimit: {{ nonsense 1 }}"),
    reason: "TemplateInvalid",
    says: /agent-template\.yaml.*4.*nonsense/,
  },
  {
    what: "with an unknown field",
    template: jobTemplate("backofLimit: 1"),
    reason: "JobInvalid",
    says: /strict decoding error: unknown field "spec\.backofLimit"/,
  },
  {
    what: "with a field of a value that no Job may have",
    template: jobTemplate("backoffLimit: -1"),
    reason: "JobInvalid",
    says: /spec\.backoffLimit: Invalid value \(not shown\): must be greater than or equal to 0/,
  },
];

for (const { what, template, reason, says } of wrong) {
  operatorTest(`a template ${what} fails every unit at once`, async ({ apply, get, list, waitFor }) => {
    await apply(
      aTemplate("kubetask-agent", template),
      aRun("run", { batchSpec: over(2) }),
      aTask("task", { contexts: [repository("service")] }),
    );
    await waitFor("condition=Failed", "batchrun/run", "task/task");
    const { status: run } = await get<BatchRun>("batchrun/run");
    const { status: task } = await get<Task>("task/task");

    assert.deepEqual(run?.progress, { total: 2, pending: 0, running: 0, completed: 0, failed: 2 });
    for (const unit of [...run?.tasks ?? [], { ...task, status: task?.phase }]) {
      assert.deepEqual([unit.status, unit.reason], ["Failed", reason]);
      assert.match(unit.message ?? "", says);
    }
    assert.deepEqual(await list("jobs"), []);
  });
}
