/** Writes every generated file of the project; with `--check` says which of them are not up to date. */

import { crdsYaml } from "../crds/generate.ts";
import { withTables } from "../docs/tables.ts";
import page from "../docs/templates.md" with { type: "text" };
import { builtinExample } from "./builtin_example.ts";
import { rbacYaml } from "./rbac.ts";

const generated: Record<string, () => string> = {
  "deploy/crds.yaml": crdsYaml,
  "deploy/examples/agents/builtin.yaml": builtinExample,
  "deploy/rbac.yaml": rbacYaml,
  "docs/templates.md": () => withTables(page),
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
