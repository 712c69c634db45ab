import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { bundle, outside } from "../../deploy/image/bundle.ts";
import { startArguments } from "../../deploy/image/start.ts";
import { run } from "../cluster/command.ts";

const root = new URL("../..", import.meta.url).pathname;

/** What the build of the image is given: all but what `.dockerignore` lists after a `!` stays outside. */
const sources = Deno.readTextFileSync(`${root}.dockerignore`).split("\n").filter((line) => line.startsWith("!"))
  .map((line) => line.slice(1));

function bundleTest(law: string, body: (folder: string) => Promise<void>): void {
  Deno.test({
    name: law,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "kubetask-bundle-" });
      try {
        await body(folder);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

bundleTest(
  "the bundle has the same bytes again, and when it is made elsewhere of what an image is made of, and names no place",
  async (folder) => {
    await bundle(`${folder}/first.js`);
    await bundle(`${folder}/second.js`);
    await run(["mkdir", `${folder}/elsewhere`]);
    await run(["cp", "--recursive", ...sources, `${folder}/elsewhere`], { cwd: root });
    const elsewhere = `await (await import("./deploy/image/bundle.ts")).bundle("third.js")`;
    await run([Deno.execPath(), "eval", elsewhere], { cwd: `${folder}/elsewhere` });

    const text = await Deno.readTextFile(`${folder}/first.js`);
    assert.equal(await Deno.readTextFile(`${folder}/second.js`), text);
    assert.equal(await Deno.readTextFile(`${folder}/elsewhere/third.js`), text);
    const places = text.split("\n").filter((line) => /^\/\/ (\.\.?\/|\/|file:)|\/\.cache\/|node_modules\//.test(line));
    assert.deepEqual(places, []);
    // One character beyond Latin-1 would make V8 keep the whole text at two bytes each.
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(text, /[^\x00-\xff]/);
  },
);

bundleTest(
  "the bundle alone starts under the flags of the image, without a cache or a home to write to",
  async (folder) => {
    await bundle(`${folder}/kubetask.js`);
    const command = [Deno.execPath(), ...startArguments(`${folder}/kubetask.js`), "--version"];
    const env = { DENO_DIR: "/nonexistent", HOME: "/nonexistent" };
    const version = `kubetask ${config.version} (deno ${Deno.version.deno}, ${Deno.build.target})\n`;
    assert.equal(await run(command, { cwd: folder, env }), version);
  },
);

bundleTest("what only --kubeconfig needs is loaded lazily and from outside", async (folder) => {
  await bundle(`${folder}/kubetask.js`);
  const text = await Deno.readTextFile(`${folder}/kubetask.js`);
  const imports = [...text.matchAll(/^import .* from "(?!node:)(.*)";$|await import\("(.*)"\)/gm)];
  assert.deepEqual(
    imports.map(([, eager, lazy]) => ({ eager, lazy })),
    outside.map((lazy) => ({ eager: undefined, lazy })),
  );
});
