import assert from "node:assert/strict";
import { compileArguments } from "../../deploy/image/compile.ts";
import { run } from "../cluster/command.ts";

Deno.test("the executable is compiled from the bundle, with these flags", () => {
  assert.deepEqual(compileArguments(), [
    "compile",
    "--no-check",
    "--no-config",
    "--no-npm",
    "--no-code-cache",
    "--no-prompt",
    "--no-remote",
    "--cached-only",
    "--ignore-env",
    "--allow-env=KUBETASK_AGENT_IMAGE",
    "--allow-read=/var/run/secrets/kubernetes.io/serviceaccount/token,/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
    "--allow-net=kubernetes.default.svc:443,0.0.0.0:8080",
    "--v8-flags=--disallow-code-generation-from-strings,--max-semi-space-size=4,--heap-growing-percent=50",
    "--output=dist/kubetask",
    "dist/kubetask.js",
  ]);
});

Deno.test({
  name: "the executable carries these permissions and no others",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "kubetask-compile-" });
    try {
      await Deno.writeTextFile(`${folder}/program.js`, "");
      // Any program will do to carry the data, where nothing is going to be started.
      const env = { DENORT_BIN: Deno.execPath() };
      await run([Deno.execPath(), ...compileArguments(`${folder}/program.js`, `${folder}/program`)], {
        cwd: folder,
        env,
      });
      const carried = await metadataIn(`${folder}/program`);
      const credentials = "/var/run/secrets/kubernetes.io/serviceaccount";
      assert.deepEqual(carried.permissions, {
        allow_env: ["KUBETASK_AGENT_IMAGE"],
        deny_env: null,
        ignore_env: [],
        allow_net: ["kubernetes.default.svc:443", "0.0.0.0:8080"],
        deny_net: null,
        allow_ffi: null,
        deny_ffi: null,
        allow_read: [`${credentials}/token`, `${credentials}/ca.crt`],
        deny_read: null,
        ignore_read: null,
        allow_run: null,
        deny_run: null,
        allow_sys: null,
        deny_sys: null,
        allow_write: null,
        deny_write: null,
        allow_import: [],
        deny_import: null,
        prompt: false,
      });
      assert.deepEqual(carried.v8_flags.slice(-3), [
        "--disallow-code-generation-from-strings",
        "--max-semi-space-size=4",
        "--heap-growing-percent=50",
      ]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** What `deno compile` puts behind the runtime. */
async function metadataIn(executable: string): Promise<{ permissions: unknown; v8_flags: string[] }> {
  const text = new TextDecoder("latin1").decode(await Deno.readFile(executable));
  const found = /"permissions":(\{[^}]*\}).*?"v8_flags":(\[[^\]]*\])/.exec(text.slice(text.lastIndexOf('{"argv":')));
  // Written by Deno.
  return JSON.parse(`{"permissions":${found?.[1]},"v8_flags":${found?.[2]}}`);
}
