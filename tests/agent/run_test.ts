import assert from "node:assert/strict";
import { git } from "./git.ts";
import { exists, isRunning, law, type Site } from "./site.ts";

const branch = "kubetask/upgrade";

async function tip(site: Site, name = branch): Promise<string> {
  return await git(site.server(), "rev-parse", name);
}

law("what an agent changes is pushed to the unit's branch, and the result says so", async (site) => {
  await site.repository({ "a.txt": "a\n", "b.txt": "b\n", "c/d.txt": "d\n" });
  const { result, code, log } = await site.run({
    agent: `echo more >> a.txt; rm b.txt; mkdir e; echo new > 'e/é "x"'; echo "hello from the agent"`,
  });
  assert.deepEqual(result, { outcome: "Changed", branch, commit: await tip(site), changedFiles: 3 });
  assert.equal(code, 0);
  assert.match(log, /^hello from the agent$/m);
  assert.deepEqual(await site.files(), { "a.txt": "a\nmore\n", "c/d.txt": "d\n", 'e/é "x"': "new\n" });
  assert.deepEqual(await site.commits(), ["Apply upgrade", "first"]);
  assert.deepEqual(await site.branches(), [branch, "main"]);
  assert.deepEqual(await site.leftovers(), []);
});

law("an agent that changes nothing pushes nothing", async (site) => {
  await site.repository();
  const { result, code } = await site.run({ agent: `echo b > b.txt; rm b.txt; touch a.txt` });
  assert.deepEqual({ result, code }, { result: { outcome: "NoChange" }, code: 0 });
  assert.deepEqual(await site.branches(), ["main"]);
});

law("an agent finds prompt and context files, and the prompt on standard input", async (site) => {
  await site.repository();
  const contexts = [
    { type: "File", file: { name: "task.md", source: { inline: "Do it\n" } } },
    { type: "File", file: { name: "script.sh", source: { inline: "echo hi\n" } } },
    { type: "Repository", repository: { org: "acme", repo: "shop", branch: "main" } },
  ];
  const { result } = await site.run({
    agent:
      `cat > stdin; cmp stdin "$KUBETASK_PROMPT_FILE"; grep -q 'Do it' stdin; grep -q "$KUBETASK_CONTEXT_FILES/script.sh" stdin
      rm stdin; sh "$KUBETASK_CONTEXT_FILES/script.sh" > out; pwd | sed 's/.*\\///' >> out`,
    env: { TASK_CONTEXTS: JSON.stringify(contexts) },
  });
  assert.equal(result.outcome, "Changed");
  assert.equal((await site.files()).out, "hi\nshop\n");
});

law("mounted context files are taken from their folder, the repository from the environment", async (site) => {
  await site.repository();
  await Deno.mkdir(`${site.folder}/contexts/..data`, { recursive: true });
  await Deno.writeTextFile(`${site.folder}/contexts/task.md`, "From a Secret\n");
  const { result } = await site.run({
    agent: `head -1 "$KUBETASK_PROMPT_FILE" > out; ls "$KUBETASK_CONTEXT_FILES" >> out`,
    env: {
      TASK_CONTEXTS: "",
      KUBETASK_CONTEXT_FILES: `${site.folder}/contexts`,
      REPOSITORY_ORG: "acme",
      REPOSITORY_REPO: "shop",
      REPOSITORY_BRANCH: "main",
    },
  });
  assert.equal(result.outcome, "Changed");
  assert.equal((await site.files()).out, "From a Secret\ntask.md\n");
});

law("what the agent says of itself is in the result, but not what this program knows better", async (site) => {
  await site.repository();
  const said = {
    outcome: "NoChange",
    summary: "Made it\nbetter",
    usage: { inputTokens: 12, outputTokens: -1, costUSD: "0.42" },
    links: { log: "https://example.com/log", bad: "http://example.com" },
    branch: "main",
    turns: [1, 2],
  };
  const { result } = await site.run({
    agent: `echo x > x; printf %s '${JSON.stringify(said)}' > "$KUBETASK_RESULT_FILE"`,
  });
  assert.deepEqual(result, {
    outcome: "Changed",
    summary: "Made it better",
    branch,
    commit: await tip(site),
    changedFiles: 1,
    usage: { inputTokens: 12, costUSD: "0.42" },
    links: { log: "https://example.com/log" },
    turns: [1, 2],
  });
});

law("a result file that is none is left aside, and the log says so", async (site) => {
  await site.repository();
  for (
    const file of [
      "echo no",
      "echo []",
      "echo null",
      "ln -s /etc/hostname",
      "mkfifo",
      "mkdir",
      "head -c 70000 /dev/zero",
    ]
  ) {
    const redirect = file.startsWith("echo") || file.startsWith("head") ? ">" : "";
    const { result, log } = await site.run({ agent: `${file} ${redirect} "$KUBETASK_RESULT_FILE"` });
    assert.deepEqual(result, { outcome: "NoChange" }, file);
    assert.match(log, /The result file cannot be used/, file);
  }
});

law("an agent that fails pushes nothing, whether it says why or not", async (site) => {
  await site.repository();
  const silent = await site.run({ agent: "echo x > x; exit 3" });
  assert.deepEqual(silent.result, {
    outcome: "Failed",
    reason: "AgentFailed",
    summary: "The agent command ended with exit code 3",
  });
  const said = { outcome: "Failed", reason: "BuildBroken", summary: "It does not build", usage: { inputTokens: 7 } };
  const told = await site.run({ agent: `echo x > x; echo '${JSON.stringify(said)}' > "$KUBETASK_RESULT_FILE"` });
  assert.deepEqual(told.result, said);
  assert.deepEqual([silent.code, told.code], [1, 1]);
  assert.deepEqual(await site.branches(), ["main"]);
});

law("an agent command that does not exist is a failure with a sentence", async (site) => {
  await site.repository();
  const { result, code } = await site.run({ agent: "exec /no/such/program" });
  assert.deepEqual({ reason: result.reason, code }, { reason: "AgentFailed", code: 1 });
});

law("an agent is ended at its time limit with all that it started, and nothing is pushed", async (site) => {
  await site.repository();
  const { result, code } = await site.run({
    agent: `echo x > x; (setsid sh -c 'sleep 600; touch "$CANARY"' &); sleep 600 & echo $! > "$HOME/pid"; sleep 600`,
    env: { KUBETASK_TIME_LIMIT: "1" },
  });
  assert.deepEqual(result, {
    outcome: "Failed",
    reason: "TimeLimit",
    summary: "The agent was ended after its 1 seconds",
  });
  assert.equal(code, 1);
  const pid = (await Deno.readTextFile(`${site.folder}/home/pid`)).trim();
  assert.equal(await isRunning(pid), false);
  assert.deepEqual(await site.branches(), ["main"]);
  assert.deepEqual(await site.leftovers(), []);
});

law("what an agent leaves running is ended before its work is looked at", async (site) => {
  await site.repository();
  const { result } = await site.run({
    agent:
      `echo x > x; setsid sh -c 'echo $$ > "$HOME/daemon"; while :; do sleep 0.01; done' < /dev/null > /dev/null 2>&1 &
      until [ -s "$HOME/daemon" ]; do sleep 0.01; done`,
  });
  assert.equal(result.outcome, "Changed");
  const pid = (await Deno.readTextFile(`${site.folder}/home/daemon`)).trim();
  assert.equal(await isRunning(pid), false);
});

law("a pod that is asked to end says so in its result, and leaves nothing", async (site) => {
  await site.repository();
  const started = await site.start({ agent: `touch "$HOME/started"; sleep 600` });
  await site.appears(`${site.folder}/home/started`, started);
  Deno.kill(started.pid, "SIGTERM");
  const { result, code } = await started.ended;
  assert.deepEqual(result, { outcome: "Failed", reason: "Terminated", summary: "The pod was asked to end (SIGTERM)" });
  assert.equal(code, 1);
  assert.deepEqual(await site.leftovers(), []);
});

law("a killed pod has a result that says so, and what it left is removed by the next one", async (site) => {
  await site.repository();
  const started = await site.start({ agent: `touch "$HOME/started"; sleep 600` });
  await site.appears(`${site.folder}/home/started`, started);
  await started.kill();
  const { result } = await started.ended;
  assert.equal(result.reason, "Interrupted");
  assert.equal((await Array.fromAsync(Deno.readDir(`${site.workspace}/worktrees`))).length, 2);
  const next = await site.run({ agent: "echo x > x" });
  assert.equal(next.result.outcome, "Changed");
  assert.deepEqual((await Array.fromAsync(Deno.readDir(`${site.workspace}/worktrees`))).map(({ name }) => name), [
    ".lock",
  ]);
});

law("without a volume there is no cache, and all else is the same", async (site) => {
  await site.repository();
  const { result } = await site.run({ agent: "echo x > x", env: { KUBETASK_WORKSPACE: `${site.folder}/none` } });
  assert.deepEqual(result, { outcome: "Changed", branch, commit: await tip(site), changedFiles: 1 });
  assert.equal(await exists(`${site.folder}/none`), false);
  assert.deepEqual(await site.leftovers(), []);
});

law("without a folder for temporary files, the result says what to mount", async (site) => {
  await site.repository();
  const { result, code } = await site.run({ agent: "true", env: { TMPDIR: "/none" } });
  assert.deepEqual([result.reason, code], ["BadSettings", 1]);
  assert.match(String(result.summary), /mount an emptyDir at \/tmp/);
});

law("a task without a repository is what its agent says of it", async (site) => {
  const contexts = [{ type: "File", file: { name: "task.md", source: { inline: "Think" } } }];
  const env = { TASK_CONTEXTS: JSON.stringify(contexts), KUBETASK_GIT_URL: "" };
  const quiet = await site.run({ agent: "echo x > x", env });
  assert.deepEqual(quiet.result, { outcome: "NoChange" });
  const changed = await site.run({ agent: `echo '{"outcome":"Changed"}' > "$KUBETASK_RESULT_FILE"`, env });
  assert.deepEqual(changed.result, { outcome: "Changed" });
});

law("the pull request command runs once per run, for the same branch, and without the agent's reach", async (site) => {
  await site.repository();
  const env = {
    KUBETASK_PULL_REQUEST_COMMAND: `pwd; ls -A; echo "$TOKEN" > "$SITE/token"
      echo "see https://example.com/$KUBETASK_REPOSITORY/pull/$KUBETASK_BASE_BRANCH?$KUBETASK_TITLE, $KUBETASK_COMMIT"`,
    KUBETASK_PULL_REQUEST_ENV: "TOKEN",
    KUBETASK_COMMIT_MESSAGE: "Upgrade",
    TOKEN: "secret-token",
    SITE: site.folder,
  };
  const first = await site.run({ agent: `env > env; echo "$KUBETASK_BRANCH" > branch`, env });
  assert.equal(first.result.pullRequest, "https://example.com/acme/shop/pull/main?Upgrade");
  assert.equal(await Deno.readTextFile(`${site.folder}/token`), "secret-token\n");
  const { env: seen = "", branch: told } = await site.files();
  assert.equal(told, `${branch}\n`);
  assert.doesNotMatch(seen, /secret-token|PULL_REQUEST_COMMAND/);
  // The first was killed after the push, for all that is known: now nothing is changed, and the pull request must still come.
  const again = await site.run({ agent: "true", env });
  const { changedFiles: _, ...same } = first.result;
  assert.deepEqual(again.result, same);
  const other = await site.run({ agent: "true", env, task: "upgrade-2-task-0" });
  assert.deepEqual(other.result, { ...same, outcome: "NoChange" });
});

law("a pull request that cannot be opened is a failure that tells where the work is", async (site) => {
  await site.repository();
  const env = { KUBETASK_PULL_REQUEST_COMMAND: "echo no rights >&2; exit 4" };
  const { result, code } = await site.run({ agent: "echo x > x", env });
  assert.deepEqual(result, {
    outcome: "Failed",
    reason: "PullRequestFailed",
    summary: "The command for the pull request failed: exit code 4: no rights",
    branch,
    commit: await tip(site),
    changedFiles: 1,
  });
  assert.equal(code, 1);
});

law("an agent's own commits are pushed as they are, and what it left uncommitted on top", async (site) => {
  await site.repository({ "a.txt": "a\n", ".gitignore": "built\n" });
  const { result } = await site.run({
    agent:
      `echo b > b; git add b; git commit -qm 'by the agent'; echo built > built; git add -f built; git commit -qm forced
      echo c > c; echo built > b/built 2>/dev/null || true`,
  });
  assert.equal(result.changedFiles, 3);
  assert.deepEqual(await site.commits(), ["Apply upgrade", "forced", "by the agent", "first"]);
  assert.deepEqual(await site.files(), {
    "a.txt": "a\n",
    ".gitignore": "built\n",
    b: "b\n",
    built: "built\n",
    c: "c\n",
  });
});

law(
  "an agent that rewrites history, leaves the branch or removes the repository loses nobody's commits",
  async (site) => {
    for (
      const [index, mischief] of [
        "git checkout -q --orphan other; git commit -qm orphan",
        "git commit -q --amend -m amended",
        "rm -rf .git",
        "rm -rf .git; git init -q; git add .; git commit -qm own",
        "rm -rf .git/objects .git/refs",
        "git checkout -q --detach; echo y > y; git add y; git commit -qm detached",
        "git update-ref -d refs/heads/kubetask/upgrade",
        "rm .git/HEAD; mkfifo .git/HEAD",
      ].entries()
    ) {
      const repository = `acme/shop-${index}`;
      await site.repository({ "a.txt": "a\n" }, repository);
      const { result, log } = await site.run({ agent: `echo x > x; ${mischief}`, repository });
      assert.equal(result.outcome, "Changed", `${mischief}\n${log}`);
      assert.equal((await site.files(branch, repository)).x, "x\n", mischief);
      assert.equal((await site.commits(branch, repository)).at(-1), "first", mischief);
    }
  },
);
