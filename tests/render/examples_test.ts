import assert from "node:assert/strict";
import { load } from "js-yaml";
import builtin from "../../deploy/examples/agents/builtin.yaml" with { type: "text" };
import claude from "../../deploy/examples/agents/claude.yaml" with { type: "text" };
import codex from "../../deploy/examples/agents/codex.yaml" with { type: "text" };
import gemini from "../../deploy/examples/agents/gemini.yaml" with { type: "text" };
import script from "../../deploy/examples/agents/script.yaml" with { type: "text" };
import type { Context } from "../../crds/kinds.ts";
import { builtinTemplate } from "../../render/builtin_template.ts";
import { withContextFiles } from "../../render/context_files.ts";
import type { Job } from "../../render/job.ts";
import { render, someVariables } from "./rendering.ts";

const agents = { claude, codex, gemini, script };

/** The agent template in a manifest. */
function templateIn(manifest: string): string {
  // Our own files.
  const { data } = load(manifest) as { data: Record<string, string> };
  return data["agent-template.yaml"] ?? "";
}

/** The Job of a unit with one file. */
function jobOf(template: string, variables: Parameters<typeof render>[1] = {}): Job {
  const contexts: Context[] = [{ type: "File", file: { name: "task.md", source: { inline: "Do it" } } }];
  const result = withContextFiles(render(template, variables), contexts);
  assert.ok(result.ok, result.ok ? "" : result.problem);
  return result.job;
}

Deno.test("the example of the built-in template is the built-in template", () => {
  assert.equal(templateIn(builtin), builtinTemplate);
});

for (const [name, manifest] of Object.entries({ builtin, ...agents })) {
  Deno.test(`the agent ${name} runs once, for a time, without privileges, and with its files`, () => {
    const { spec } = jobOf(templateIn(manifest));
    const pod = spec?.template.spec;
    const [agent, ...others] = pod?.containers ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual([spec?.backoffLimit, pod?.restartPolicy], [0, "Never"]);
    assert.ok((spec?.activeDeadlineSeconds ?? 0) > 0);
    assert.deepEqual(pod?.securityContext, {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(agent?.securityContext, { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } });
    assert.ok(agent?.resources?.requests?.["cpu"] && agent.resources.requests["memory"]);
    assert.deepEqual(agent.volumeMounts?.map(({ mountPath, readOnly }) => [mountPath, readOnly]), [
      ["/workspace", undefined],
      ["/kubetask/contexts", true],
    ]);
    const directory = agent.env?.find(({ name }) => name === "CONTEXT_FILES")?.value;
    assert.equal(directory, "/kubetask/contexts");
  });
}

for (const [name, manifest] of Object.entries(agents)) {
  Deno.test(`the agent ${name} gets its repository and its secrets through the environment, and no value into its script`, () => {
    const template = templateIn(manifest);
    const hostile = { Org: '$(id); "', Repo: "`id`", Branch: "'; exit 1 #" };
    const [agent] = jobOf(template).spec?.template.spec?.containers ?? [];
    const [attacked] = jobOf(template, { Repository: hostile }).spec?.template.spec?.containers ?? [];
    const values = (container: typeof agent) =>
      Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));

    assert.deepEqual([attacked?.command, attacked?.args], [agent?.command, agent?.args]);
    assert.deepEqual(
      [values(agent)["REPOSITORY"], values(agent)["BRANCH"]],
      [`${someVariables.Repository.Org}/${someVariables.Repository.Repo}`, someVariables.Repository.Branch],
    );
    assert.deepEqual([values(attacked)["REPOSITORY"], values(attacked)["BRANCH"]], [
      '$$(id); "/`id`',
      "'; exit 1 #",
    ]);
    const withoutRepository = jobOf(template, { Repository: { Org: "", Repo: "", Branch: "" } });
    assert.equal(values(withoutRepository.spec?.template.spec?.containers[0])["REPOSITORY"], "");
    for (const { name, value, valueFrom } of agent?.env ?? []) {
      if (/KEY|TOKEN/.test(name)) assert.ok(value === undefined && valueFrom?.secretKeyRef, name);
    }
  });
}
