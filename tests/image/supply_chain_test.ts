import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { bundle, outside } from "../../deploy/image/bundle.ts";
import { packagesIn, sbomOf } from "../../deploy/image/sbom.ts";
import { run } from "../cluster/command.ts";

const root = new URL("../..", import.meta.url).pathname;

/** As `deno info --json` tells it. */
interface Graph {
  modules: { kind: string; npmPackage?: string }[];
}

Deno.test({
  name: "at run time there are at most seven packages, and those in the bundle are all in its bill of materials",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const graph = JSON.parse(await run([Deno.execPath(), "info", "--json", "main.ts"], { cwd: root })) as Graph;
    const packages = graph.modules.flatMap(({ npmPackage }) => npmPackage === undefined ? [] : [nameOf(npmPackage)]);
    const imported = [...new Set(packages)];
    assert.deepEqual(imported.sort(), [
      "@bufbuild/protobuf",
      "@kubernetes/client-node",
      "@noble/hashes",
      "handlebars",
      "js-yaml",
      "re2js",
      "zod",
    ]);

    const file = await Deno.makeTempFile({ suffix: ".js" });
    try {
      await bundle(file);
      const text = await Deno.readTextFile(file);
      const bundled = packagesIn(text);
      const missing = bundled.filter(({ name }) => !imported.includes(name) || outside.includes(name));
      assert.deepEqual(missing, []);
      const sbom = JSON.parse(sbomOf(text, JSON.parse(await Deno.readTextFile(`${root}deno.lock`))));
      assert.deepEqual(
        sbom.components.map(({ purl }: { purl: string }) => purl),
        bundled.map(({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`),
      );
    } finally {
      await Deno.remove(file);
    }
  },
});

Deno.test("every package is pinned to one version", () => {
  const loose = Object.values(config.imports).filter((specifier) =>
    !/^npm:(@[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+(\/[\w.-]+)?$/.test(specifier)
  );
  assert.deepEqual(loose, []);
});

Deno.test("the packages in a bundle are told from the project's own modules", () => {
  const text = '// npm:a/1.0.0/x.js\n  "npm:@b/c/2.1.0-rc.1/y.js"(exports) {\n// npm:a/1.0.0/z.js\n// kernel/api.ts\n';
  assert.deepEqual(packagesIn(text), [{ name: "@b/c", version: "2.1.0-rc.1" }, { name: "a", version: "1.0.0" }]);
});

function nameOf(npmPackage: string): string {
  return npmPackage.slice(0, npmPackage.indexOf("@", 1));
}
