import assert from "node:assert/strict";
import { git } from "./git.ts";
import { exists, law, type Site } from "./site.ts";

const branch = "kubetask/upgrade";
const account = { user: "x-access-token", password: "s3cret/p%ss" };

async function credentialsFor(site: Site, url: string, password = account.password): Promise<string> {
  const path = `${site.folder}/credentials`;
  await Deno.writeTextFile(path, url.replace("//", `//${account.user}:${encodeURIComponent(password)}@`) + "\n");
  return path;
}

law("over HTTP with credentials from a file, all is the same, and nobody sees the password", async (site) => {
  await site.repository();
  // Tells all that a process list would.
  const real = await git(site.folder, "--exec-path");
  await Deno.writeTextFile(
    `${site.folder}/bin/git`,
    `#!/bin/sh\n{ echo "$@"; env; } >> "${site.folder}/calls"\nPATH=${real}:/usr/bin:/bin exec git "$@"\n`,
    { mode: 0o755 },
  );
  await site.serve(async (url) => {
    const env = { KUBETASK_GIT_URL: url, KUBETASK_GIT_CREDENTIALS: await credentialsFor(site, url) };
    const { result, log } = await site.run({ agent: "echo x > x; env > env; cat .git/config > config", env });
    assert.deepEqual([result.outcome, result.changedFiles], ["Changed", 3], log);
    const calls = await Deno.readTextFile(`${site.folder}/calls`);
    const files = JSON.stringify(await site.files());
    for (const text of [log, JSON.stringify(result), calls, files]) assert.doesNotMatch(text, /s3cret/);
    assert.doesNotMatch(files, /KUBETASK_GIT_CREDENTIALS/);
    assert.equal(await exists(`${site.workspace}/repos/${url.slice(7).replace(":", "_")}/acme/shop.git`), true);
  }, { account });
});

law("a password that an agent or a server repeats is in no result", async (site) => {
  await site.repository();
  const path = await credentialsFor(site, "https://example.com");
  const said = { summary: `found ${account.password} and https://me:else@example.com`, note: [account.password] };
  await Deno.writeTextFile(
    `${site.server()}/hooks/pre-receive`,
    `#!/bin/sh\necho 'no ${account.password}' >&2; exit 1\n`,
    { mode: 0o755 },
  );
  const env = { KUBETASK_GIT_CREDENTIALS: path };
  const { result, log } = await site.run({
    agent: `cat > "$KUBETASK_RESULT_FILE" <<'END'\n${JSON.stringify(said)}\nEND\necho x > x`,
    env,
  });
  assert.deepEqual(result, {
    outcome: "Failed",
    reason: "PushRefused",
    summary: `The server refused branch '${branch}': pre-receive hook declined: no …`,
    note: ["…"],
  });
  assert.doesNotMatch(log, /s3cret/);
});

law(
  "wrong credentials, or none, are told apart from a server that is not there; the file stays as it is",
  async (site) => {
    await site.repository();
    await site.serve(async (url) => {
      const path = await credentialsFor(site, url, "wrong");
      const before = await Deno.readTextFile(path);
      for (
        const env of [{ KUBETASK_GIT_CREDENTIALS: path }, { KUBETASK_GIT_CREDENTIALS: "/none" }, {}] as Record<
          string,
          string
        >[]
      ) {
        const { result, code } = await site.run({ agent: `touch "$CANARY"`, env: { ...env, KUBETASK_GIT_URL: url } });
        assert.deepEqual([result.reason, code], ["AuthenticationFailed", 1], JSON.stringify(result));
      }
      assert.equal(await Deno.readTextFile(path), before);
    }, { account });
    assert.equal(await exists(site.canary), false);
  },
);

law("credentials may come from a helper", async (site) => {
  await site.repository();
  await site.serve(async (url) => {
    const helper = `!f() { echo username=${account.user}; echo 'password=${account.password}'; }; f`;
    const env = { KUBETASK_GIT_URL: url, KUBETASK_GIT_CREDENTIAL_HELPER: helper };
    const { result } = await site.run({ agent: "env > env", env });
    assert.equal(result.outcome, "Changed");
    assert.doesNotMatch((await site.files()).env ?? "", /s3cret/);
  }, { account });
});

law("a repository that is not there, or that may not be read, says so", async (site) => {
  await site.repository();
  await site.serve(async (url) => {
    const { result } = await site.run({ agent: "true", repository: "acme/none", env: { KUBETASK_GIT_URL: url } });
    assert.equal(result.reason, "RepositoryNotFound");
  });
  const before = () => Promise.resolve(new Response("no", { status: 403 }));
  await site.serve(async (url) => {
    const { result } = await site.run({ agent: "true", env: { KUBETASK_GIT_URL: url } });
    assert.equal(result.reason, "AccessDenied");
  }, { before });
  const { result } = await site.run({ agent: "true", repository: "acme/none" });
  assert.equal(result.reason, "RepositoryNotFound");
});

law("a host that is not there is a failure before the agent costs anything", async (site) => {
  // Nobody listens there: it is the discard port.
  const env = { KUBETASK_GIT_URL: "http://127.0.0.1:9" };
  const { result, code } = await site.run({ agent: `touch "$CANARY"`, env });
  assert.deepEqual([result.reason, code], ["Unreachable", 1]);
  assert.match(String(result.summary), /^Cannot git ls-remote: /);
  assert.equal(await exists(site.canary), false);
});

law("a server that stumbles is asked again", async (site) => {
  await site.repository();
  const failures = new Map<string, number>();
  const before = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    const count = (failures.get(pathname + search) ?? 0) + 1;
    failures.set(pathname + search, count);
    return Promise.resolve(count === 1 && request.method === "GET" ? new Response("busy", { status: 503 }) : undefined);
  };
  await site.serve(async (url) => {
    const { result } = await site.run({ agent: "echo x > x", env: { KUBETASK_GIT_URL: url } });
    assert.equal(result.outcome, "Changed");
  }, { before });
});

law(
  "an empty repository, or a branch that is not there, is a failure before the agent costs anything",
  async (site) => {
    await site.emptyRepository();
    const empty = await site.run({ agent: `touch "$CANARY"` });
    assert.deepEqual(empty.result, {
      outcome: "Failed",
      reason: "EmptyRepository",
      summary: "The repository is empty: there is nothing to work on",
    });
    await site.commit({ a: "a" }, { branch: "x" });
    const missing = await site.run({ agent: `touch "$CANARY"` });
    assert.deepEqual(missing.result, {
      outcome: "Failed",
      reason: "BranchNotFound",
      summary: "The repository has no branch 'main'",
    });
    assert.equal(await exists(site.canary), false);
  },
);

law("a default branch that is detached, or not there, does not matter but for the branch's name", async (site) => {
  await site.repository();
  await git(site.server(), "update-ref", "--no-deref", "HEAD", await git(site.server(), "rev-parse", "main"));
  const detached = await site.run({ agent: "echo x > x" });
  assert.deepEqual([detached.result.outcome, detached.result.branch], ["Changed", `${branch}-main`]);
  await git(site.server(), "symbolic-ref", "HEAD", "refs/heads/gone");
  const gone = await site.run({ agent: "echo y > y" });
  assert.deepEqual([gone.result.outcome, gone.result.branch], ["Changed", `${branch}-main`]);
});

law("two units of a Batch on two branches of one repository do not mix them", async (site) => {
  await site.repository();
  await site.commit({ old: "old\n" }, { branch: "release/1", from: "main" });
  await site.commit({ new: "new\n" });
  await site.run({ agent: "echo x > x" });
  const { result } = await site.run({ agent: "echo x > x", base: "release/1" });
  assert.equal(result.branch, `${branch}-release-1`);
  assert.deepEqual(Object.keys(await site.files()), ["a.txt", "new", "x"]);
  assert.deepEqual(Object.keys(await site.files(`${branch}-release-1`)), ["a.txt", "old", "x"]);
});

law("a template may name the branch, but not the one to work on", async (site) => {
  await site.repository();
  const named = await site.run({ agent: "echo x > x", env: { KUBETASK_BRANCH: "bot/é" } });
  assert.deepEqual([named.result.outcome, named.result.branch], ["Changed", "bot/é"]);
  const own = await site.run({ agent: "echo x > x", env: { KUBETASK_BRANCH: "main" } });
  assert.equal(own.result.reason, "BadSettings");
});

law("a second run goes on with the branch of the first, and with what is new in the base branch", async (site) => {
  await site.repository();
  await site.run({ agent: "echo 1 > one" });
  await site.run({ agent: "cat one > two", task: "upgrade-2-task-0" });
  assert.deepEqual(await site.commits(), ["Apply upgrade", "Apply upgrade", "first"]);
  await site.commit({ base: "new\n" });
  const third = await site.run({ agent: "cat base two > three", task: "upgrade-3-task-0" });
  assert.deepEqual([third.result.outcome, third.result.changedFiles], ["Changed", 1]);
  assert.deepEqual(await site.files(), { "a.txt": "a\n", base: "new\n", one: "1\n", two: "1\n", three: "new\n1\n" });
  const nothing = await site.run({ agent: "true", task: "upgrade-4-task-0" });
  assert.deepEqual(nothing.result, { outcome: "NoChange", branch, commit: third.result.commit });
});

law("a branch that was merged, or deleted, begins anew", async (site) => {
  await site.repository();
  await site.run({ agent: "echo 1 > one" });
  await git(site.server(), "update-ref", "refs/heads/main", branch);
  await site.commit({ base: "new\n" });
  await site.run({ agent: "echo 2 > two", task: "upgrade-2-task-0" });
  assert.deepEqual(await site.commits(), ["Apply upgrade", "somebody's", "Apply upgrade", "first"]);
  await git(site.server(), "update-ref", "-d", `refs/heads/${branch}`);
  await site.run({ agent: "echo 3 > three", task: "upgrade-3-task-0" });
  assert.deepEqual(await site.commits(), ["Apply upgrade", "somebody's", "Apply upgrade", "first"]);
  assert.deepEqual(Object.keys(await site.files()), ["a.txt", "base", "one", "three"]);
});

law("commits of somebody else on the unit's branch stay, and the work builds on them", async (site) => {
  await site.repository();
  const theirs = await site.commit({ theirs: "x\n" }, { branch, from: "main" });
  const { result } = await site.run({ agent: "cat theirs > ours" });
  assert.equal(result.outcome, "Changed");
  assert.equal(await git(site.server(), "rev-parse", `${branch}^`), theirs);
});

law("a unit's branch that contradicts the base branch has diverged, before the agent costs anything", async (site) => {
  await site.repository({ "a.txt": "a\n" });
  const theirs = await site.commit({ "a.txt": "theirs\n" }, { branch, from: "main" });
  await site.commit({ "a.txt": "base\n" });
  const { result } = await site.run({ agent: `touch "$CANARY"; echo x > x` });
  assert.deepEqual(result, {
    outcome: "Failed",
    reason: "Diverged",
    summary: `Cannot merge branch 'main' into ${branch}: conflicts in 'a.txt'`,
  });
  assert.equal(await git(site.server(), "rev-parse", branch), theirs);
  assert.equal(await exists(site.canary), false);
});

/** Runs an agent, and does something on the server while it works. */
async function meanwhile(site: Site, agent: string, work: () => Promise<unknown>) {
  const started = await site.start({
    agent: `touch "$HOME/working"; until [ -e "$HOME/go" ]; do sleep 0.01; done; ${agent}`,
  });
  await site.appears(`${site.folder}/home/working`, started);
  await work();
  await Deno.writeTextFile(`${site.folder}/home/go`, "");
  return await started.ended;
}

law("who pushes to the unit's branch while the agent works loses nothing: both works are there", async (site) => {
  await site.repository();
  let theirs = "";
  const { result } = await meanwhile(site, "echo ours > ours", async () => {
    theirs = await site.commit({ theirs: "x\n" }, { branch, from: "main" });
  });
  assert.equal(result.commit, await git(site.server(), "rev-parse", branch));
  assert.deepEqual(await site.files(), { "a.txt": "a\n", ours: "ours\n", theirs: "x\n" });
  assert.equal(await git(site.server(), "rev-parse", `${branch}^2`), theirs);
});

law("a contradicting push while the agent works has diverged, and stays what it is", async (site) => {
  await site.repository();
  let theirs = "";
  const { result, code } = await meanwhile(site, "echo ours > a.txt", async () => {
    theirs = await site.commit({ "a.txt": "theirs\n" }, { branch, from: "main" });
  });
  assert.deepEqual([result.reason, code], ["Diverged", 1]);
  assert.equal(await git(site.server(), "rev-parse", branch), theirs);
});

law("a branch whose history somebody rewrote while the agent worked is not forced back", async (site) => {
  await site.repository();
  await site.run({ agent: "echo 1 > one" });
  let theirs = "";
  const { result } = await meanwhile(site, "echo 2 > two", async () => {
    await git(site.server(), "update-ref", "-d", `refs/heads/${branch}`);
    theirs = await site.commit({ theirs: "x\n" }, { branch });
  });
  assert.deepEqual([result.reason, await git(site.server(), "rev-parse", branch)], ["Diverged", theirs]);
});

law("a push that the server refuses says why, in its words", async (site) => {
  await site.repository();
  const hook = "#!/bin/sh\necho 'Branch is protected' >&2\nexit 1\n";
  await Deno.writeTextFile(`${site.server()}/hooks/pre-receive`, hook, { mode: 0o755 });
  const refused = {
    outcome: "Failed",
    reason: "PushRefused",
    summary: `The server refused branch '${branch}': pre-receive hook declined: Branch is protected`,
  };
  const { result, code } = await site.run({ agent: "echo x > x" });
  assert.deepEqual({ result, code }, { result: refused, code: 1 });
  await site.serve(async (url) => {
    const { result } = await site.run({ agent: "echo x > x", env: { KUBETASK_GIT_URL: url } });
    assert.deepEqual(result, refused);
  });
  assert.deepEqual(await site.branches(), ["main"]);
});

law("a branch for whose name the server has no room is refused, not forced", async (site) => {
  await site.repository();
  await site.commit({}, { branch: "kubetask", from: "main" });
  const { result } = await site.run({ agent: "echo x > x" });
  assert.equal(result.reason, "PushRefused", JSON.stringify(result));
});

law("a cache has room for a branch in whose way another was", async (site) => {
  await site.repository();
  await site.commit({}, { branch: "a", from: "main" });
  await site.run({ agent: "echo x > x", base: "a" });
  await git(site.server(), "update-ref", "-d", "refs/heads/a");
  await site.commit({}, { branch: "a/b", from: "main" });
  const { result } = await site.run({ agent: "echo x > x", base: "a/b" });
  assert.equal(result.outcome, "Changed", JSON.stringify(result));
});
