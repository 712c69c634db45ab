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
    const { metadata, spec } = jobOf(templateIn(manifest));
    assert.equal(metadata?.annotations?.["kubetask.io/result"], "termination-message");
    const pod = spec?.template.spec;
    const [agent, ...others] = pod?.containers ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual([spec?.backoffLimit, pod?.restartPolicy], [0, "Never"]);
    // There is time for a result between the end of the agent and that of the Job.
    const limit = Number(agent?.env?.find(({ name }) => name === "KUBETASK_TIME_LIMIT")?.value);
    assert.ok(limit + 60 <= (spec?.activeDeadlineSeconds ?? 0));
    assert.partialDeepStrictEqual(pod?.securityContext, {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.partialDeepStrictEqual(agent?.securityContext, {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
    assert.ok(agent?.resources?.requests?.["cpu"] && agent.resources.requests["memory"]);
    const mounts = new Map(agent.volumeMounts?.map(({ mountPath, readOnly }) => [mountPath, readOnly]));
    assert.deepEqual([mounts.has("/workspace"), mounts.get("/workspace")], [true, undefined]);
    assert.equal(mounts.get("/kubetask/contexts"), true);
    const directory = agent.env?.find(({ name }) => name === "KUBETASK_CONTEXT_FILES")?.value;
    assert.equal(directory, "/kubetask/contexts");
  });
}

for (const [name, manifest] of Object.entries(agents)) {
  Deno.test(`the agent ${name} gets its repository through the environment, its secrets from Secrets, and no value into its command`, () => {
    const template = templateIn(manifest);
    const hostile = { Org: '$(id); "', Repo: "`id`", Branch: "'; exit 1 #" };
    const [agent] = jobOf(template).spec?.template.spec?.containers ?? [];
    const [attacked] = jobOf(template, { Repository: hostile }).spec?.template.spec?.containers ?? [];
    const values = (container: typeof agent) =>
      Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));

    assert.deepEqual([attacked?.command, attacked?.args], [agent?.command, agent?.args]);
    const repository = (container: typeof agent) =>
      ["ORG", "REPO", "BRANCH"].map((part) => values(container)[`REPOSITORY_${part}`]);
    const { Org, Repo, Branch } = someVariables.Repository;
    assert.deepEqual(repository(agent), [Org, Repo, Branch]);
    assert.deepEqual(repository(attacked), ['$$(id); "', "`id`", "'; exit 1 #"]);
    const withoutRepository = jobOf(template, { Repository: { Org: "", Repo: "", Branch: "" } });
    assert.deepEqual(repository(withoutRepository.spec?.template.spec?.containers[0]), ["", "", ""]);

    for (const { name, value, valueFrom } of agent?.env ?? []) {
      if (/KEY|TOKEN/.test(name)) assert.ok(value === undefined && valueFrom?.secretKeyRef, name);
    }
    const git = jobOf(template).spec?.template.spec?.volumes?.find(({ name }) => name === "git");
    assert.deepEqual(git?.secret, { secretName: "git-credentials", optional: true, defaultMode: 0o440 });
    assert.equal(values(agent)["KUBETASK_GIT_CREDENTIALS"], "/kubetask/git/credentials");
  });

  Deno.test(`the agent ${name} works on one branch in all runs of a Batch, and of a Task without one`, () => {
    // As the runtime reads them: the first that is not empty.
    const unitOf = (variables: Parameters<typeof render>[1]) => {
      const [agent] = jobOf(templateIn(manifest), variables).spec?.template.spec?.containers ?? [];
      return ["KUBETASK_BATCH", "KUBETASK_BATCHRUN"].flatMap((wanted) =>
        agent?.env?.find(({ name }) => name === wanted)?.value || []
      ).at(0);
    };
    assert.equal(unitOf({ BatchName: "update", Name: "update-002" }), "update");
    assert.equal(unitOf({ BatchName: "", Name: "greet" }), "greet");
  });
}
