/** The agents of `deploy/examples/agents`, as a user applies them, where Pod Security is enforced. */

import assert from "node:assert/strict";
import type { Task } from "../../crds/kinds.ts";
import { aTask, repository } from "./objects.ts";
import { operatorTest } from "./stage.ts";

const agents = new URL("../../deploy/examples/agents/", import.meta.url);

operatorTest(
  "every agent of the examples gets a pod in a namespace that is restricted",
  async ({ cluster, namespace, apply, get, kubectl, waitFor }) => {
    await cluster.kubectl("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
    await assert.rejects(kubectl("run", "any", "--image=agent", "--dry-run=server"), /violates PodSecurity/);

    for (const { name: file } of Deno.readDirSync(agents)) {
      if (!file.endsWith(".yaml")) continue;
      const manifest = await Deno.readTextFile(new URL(file, agents));
      const applied = await cluster.kubectlWith(manifest, "--namespace", namespace, "apply", "-f", "-");
      const name = /^configmap\/(\S+) created/.exec(applied)?.[1] ?? "";
      const contexts = [
        { type: "File" as const, file: { name: "task.md", source: { inline: "Do it" } } },
        repository("service-a"),
      ];
      await apply(aTask(name, { contexts, agentTemplateRef: { name } }));
      await waitFor("jsonpath={.status.phase}=Running", `task/${name}`);
      const { status } = await get<Task>(`task/${name}`);
      await waitFor("jsonpath={.status.active}=1", `job/${status?.jobName}`);
    }
  },
);
