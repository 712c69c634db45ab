import assert from "node:assert/strict";
import { git } from "./git.ts";
import { exists, law, type Site, withSite } from "./site.ts";

const branch = "kubetask/upgrade";
const path = `${Deno.env.get("PATH")}`;

/** A git that waits for ever before or after the call of this command. */
async function waitingGit(site: Site, command: string, when: "before" | "after"): Promise<void> {
  const wait = `touch "${site.folder}/reached"; exec sleep 600`;
  const call = `PATH="${path}" git "$@"`;
  const script = `#!/bin/sh\n[ "$1" = ${command} ] || { export PATH="${path}"; exec git "$@"; }\n` +
    (when === "after" ? `${call}\n` : "") + `${wait}\n`;
  await Deno.writeTextFile(`${site.folder}/bin/git`, script, { mode: 0o755 });
}

async function killedAt(site: Site, command: string, when: "before" | "after"): Promise<void> {
  await waitingGit(site, command, when);
  const started = await site.start({ agent: "echo x > x" });
  await site.appears(`${site.folder}/reached`, started);
  await started.kill();
  assert.equal((await started.ended).result.reason, "Interrupted");
  await Deno.remove(`${site.folder}/bin/git`);
}

const moments = {
  before: ["fetch", "read-tree", "update-index", "push"],
  after: ["fetch", "read-tree", "commit-tree", "push"],
} as const;

for (const when of ["before", "after"] as const) {
  const steps = moments[when];
  Deno.test({
    name: `killed ${when} ${moments[when].join(", ")}: the next attempt makes the same branch as if nothing had been`,
    sanitizeOps: true,
    sanitizeResources: true,
    fn: async () => {
      const attempt = (step: string) => {
        return withSite(async (site) => {
          await site.repository();
          await killedAt(site, step, when);
          const { result, log } = await site.run({ agent: "echo x > x" });
          assert.equal(result.outcome, "Changed", `${step}: ${log}`);
          assert.equal(result.commit, await git(site.server(), "rev-parse", branch));
          assert.deepEqual(await site.commits(), ["Apply upgrade", "first"], step);
          assert.deepEqual(await Array.fromAsync(Deno.readDir(`${site.workspace}/worktrees`), ({ name }) => name), [
            ".lock",
          ]);
        });
      };
      await Promise.all([steps.filter((_, i) => i % 2 === 0), steps.filter((_, i) => i % 2 === 1)].map(async (half) => {
        for (const step of half) await attempt(step);
      }));
    },
  });
}

law("killed in the middle of a fetch, a pod holds no lock and leaves nothing half", async (site) => {
  await site.repository({ "a.txt": "a\n".repeat(10_000) });
  const held = Promise.withResolvers<void>();
  const before = (_: Request, body: Uint8Array) => {
    if (!new TextDecoder().decode(body).includes("command=fetch")) return Promise.resolve(undefined);
    // A pack that begins and does not go on.
    const begin = new TextEncoder().encode("000dpackfile\n0011\x01PACK\0\0\0\x02\0\0\0\x09");
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        controller.enqueue(begin);
        held.resolve();
      },
    });
    return Promise.resolve(
      new Response(stream, { headers: { "content-type": "application/x-git-upload-pack-result" } }),
    );
  };
  await site.serve(async (url) => {
    const started = await site.start({ agent: "echo x > x", env: { KUBETASK_GIT_URL: url } });
    await Promise.race([held.promise, started.ended.then(({ log }) => assert.fail(log))]);
    await started.kill();
    await started.ended;
  }, { before });
  // As they are left by a Git that was killed at other moments.
  await site.run({ agent: "true" });
  const cache = site.cache();
  const left = [
    "packed-refs.lock",
    "refs/remotes/origin/main.lock",
    "objects/pack/tmp_pack_x",
    "objects/pack/x.idx.lock",
    "objects/tmp_obj_y",
  ];
  await Deno.mkdir(`${cache}/objects/pack`, { recursive: true });
  for (const name of left) await Deno.writeTextFile(`${cache}/${name}`, "half");
  await site.commit({ b: "b\n" });
  const { result, log } = await site.run({ agent: "cat b > x" });
  assert.equal(result.outcome, "Changed", log);
  for (const name of left) assert.equal(await exists(`${cache}/${name}`), false, name);
});

law("killed while the server takes a push, the next attempt finds it or does it again", async (site) => {
  await site.repository();
  for (const hook of ["pre-receive", "post-receive"]) {
    const file = `${site.server()}/hooks/${hook}`;
    const script = `#!/bin/sh\necho $$ > '${site.folder}/receiving'; touch '${site.folder}/reached'; exec sleep 600\n`;
    await Deno.writeTextFile(file, script, { mode: 0o755 });
    const started = await site.start({ agent: "echo x > x" });
    await site.appears(`${site.folder}/reached`, started);
    await started.kill();
    await started.ended;
    await Deno.remove(file);
    await Deno.remove(`${site.folder}/reached`);
    const { result, log } = await site.run({ agent: "echo x > x" });
    assert.equal(result.outcome, "Changed", log);
    assert.deepEqual(await site.commits(), ["Apply upgrade", "first"]);
    await git(site.server(), "update-ref", "-d", `refs/heads/${branch}`);
  }
});

law("several pods on one cached repository fetch it once, and do not get in each other's way", async (site) => {
  await site.repository(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`file-${i}`, `${i}\n`])));
  await Deno.writeTextFile(
    `${site.folder}/bin/git`,
    `#!/bin/sh\n[ "$1" != fetch ] || echo fetch >> "${site.folder}/fetches"\nPATH="${path}" exec git "$@"\n`,
    { mode: 0o755 },
  );
  const runs = await Promise.all(["a", "b", "c", "d"].map((name) => {
    return site.run({ agent: `git gc -q; git config core.bare true; echo ${name} > x`, env: { KUBETASK_BATCH: name } });
  }));
  for (const { result, log } of runs) assert.equal(result.outcome, "Changed", log);
  for (const name of ["a", "b", "c", "d"]) assert.equal((await site.files(`kubetask/${name}`)).x, `${name}\n`);
  assert.equal(await Deno.readTextFile(`${site.folder}/fetches`), "fetch\n");
  await git(site.cache(), "fsck", "--strict");
  assert.deepEqual(await site.leftovers(), []);
});

law("two runs of one unit at once both get their work onto its branch", async (site) => {
  await site.repository();
  const runs = await Promise.all(["one", "two"].map((name) => site.run({ agent: `echo ${name} > ${name}` })));
  for (const { result, log } of runs) assert.equal(result.outcome, "Changed", log);
  assert.deepEqual(await site.files(), { "a.txt": "a\n", one: "one\n", two: "two\n" });
});

law("a pod that waits for the lock of another goes on when that one is killed", async (site) => {
  await site.repository();
  await waitingGit(site, "fetch", "before");
  const first = await site.start({ agent: "echo x > x" });
  await site.appears(`${site.folder}/reached`, first);
  await Deno.remove(`${site.folder}/bin/git`);
  const second = await site.start({ agent: "echo x > x" });
  await first.kill();
  assert.equal((await first.ended).result.reason, "Interrupted");
  const { result, log } = await second.ended;
  assert.equal(result.outcome, "Changed", log);
});
