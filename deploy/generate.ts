/** Writes every generated file of the project; with `--check` says which of them are not up to date. */

import { crdsYaml } from "../crds/generate.ts";
import { rbacYaml } from "./rbac.ts";

const generated: Record<string, () => string> = {
  "deploy/crds.yaml": crdsYaml,
  "deploy/rbac.yaml": rbacYaml,
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
