/** Writes every generated file of the project; with `--check` says which of them are not up to date. */

import { agentResultSchema } from "../crds/agent_result.ts";
import { crdsYaml } from "../crds/generate.ts";
import { withLimits } from "../docs/limits.ts";
import limits from "../docs/limits.md" with { type: "text" };
import { withReasons } from "../docs/reasons.ts";
import reasons from "../docs/reasons.md" with { type: "text" };
import { withRights } from "../docs/security.ts";
import security from "../docs/security.md" with { type: "text" };
import { withTables } from "../docs/tables.ts";
import page from "../docs/templates.md" with { type: "text" };
import { templatesTs } from "../filters/report/precompile.ts";
import { argocdCm } from "./argocd/argocd_cm.ts";
import { agentExamples } from "./agent_examples.ts";
import { builtinExample } from "./builtin_example.ts";
import { chartFiles } from "./chart.ts";
import { kustomizeFiles } from "./kustomize.ts";
import { rbacYaml } from "./rbac.ts";

const generated: Record<string, () => string> = {
  "deploy/crds.yaml": crdsYaml,
  "deploy/argocd/argocd-cm.yaml": argocdCm,
  "deploy/examples/agents/builtin.yaml": builtinExample,
  ...agentExamples,
  "deploy/rbac.yaml": rbacYaml,
  "docs/agent-result.schema.json": agentResultSchema,
  "docs/limits.md": () => withLimits(limits),
  "docs/reasons.md": () => withReasons(reasons),
  "docs/security.md": () => withRights(security),
  "docs/templates.md": () => withTables(page),
  "filters/report/templates.ts": templatesTs,
  ...chartFiles,
  ...kustomizeFiles,
};

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  for (const [path, textOf] of Object.entries(generated)) {
    const file = new URL(`../${path}`, import.meta.url);
    if (!check) {
      Deno.writeTextFileSync(file, textOf());
    } else if (Deno.readTextFileSync(file) !== textOf()) {
      console.error(`${path} is not up to date: run \`deno task generate\``);
      Deno.exitCode = 1;
    }
  }
}
