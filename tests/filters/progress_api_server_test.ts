/** The real process behind a real `kubectl get -w`, while the operator works on the run. */

import assert from "node:assert/strict";
import { nameOf } from "../../kernel/object.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { cluster } from "../cluster_under_test.ts";
import { aRun, over } from "../operator/objects.ts";
import { endPods } from "../operator/pods.ts";
import { operatorTest, type Stage } from "../operator/stage.ts";

const endings = [["Succeeded", 0, []], ["Failed", 1, ["--output-watch-events"]]] as const;

for (const [phase, code, options] of endings) {
  operatorTest(
    `progress ends by itself, with code ${code}, when a run that is watched ended as ${phase}`,
    async (stage) => {
      await stage.apply(aRun("update", { batchSpec: over(2) }));
      await stage.waitFor("create", "job/update-task-0", "job/update-task-1");
      const jobs = (await stage.list<Job>("jobs")).map(nameOf);
      // Without a second try.
      if (phase === "Failed") {
        await stage.kubectl("patch", "jobs", ...jobs, "--type=merge", '--patch={"spec":{"backoffLimit":0}}');
      }
      const shown = progressOf(stage, options);
      await endPods(stage, phase, ...jobs);

      const output = await shown;
      const lines = output.text.trim().split("\n");
      const counts = phase === "Succeeded" ? "2 succeeded, 0 failed" : "0 succeeded, 2 failed";
      assert.deepEqual({ code: output.code, complaints: output.complaints }, { code, complaints: "" });
      assert.match(lines.at(-1) ?? "", new RegExp(`Z ${stage.namespace}/update  ${phase} in .* ${counts}$`));
      const failures = lines.filter((line) => line.includes("Failed task: myorg/service-"));
      assert.equal(failures.length, phase === "Failed" ? 2 : 0);
    },
  );
}

/** What is said of the run `update`, with kubectl still watching it. */
async function progressOf({ namespace }: Stage, options: readonly string[]) {
  const kubectl = new Deno.Command(Deno.env.get("KUBETASK_TEST_KUBECTL") ?? "kubectl", {
    args: ["get", "batchrun", "update", "--namespace", namespace, "-o", "json", "-w", ...options],
    env: { KUBECONFIG: cluster().kubeconfig },
    stdout: "piped",
  }).spawn();
  const filter = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", new URL("../../main.ts", import.meta.url).pathname, "progress"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // It ends with the filter.
  const piped = kubectl.stdout.pipeTo(filter.stdin).catch(() => {});
  const { code, stdout, stderr } = await filter.output();
  kubectl.kill();
  await Promise.all([kubectl.status, piped]);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, text: text(stdout), complaints: text(stderr) };
}
