import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { git, gitBytes } from "./git.ts";
import { exists, law, type Site, withSite } from "./site.ts";

const branch = "kubetask/upgrade";

interface Entry {
  readonly mode: "100644" | "100755" | "120000" | "40000" | "160000";
  readonly name: string;
  /** Text of a blob, or entries of a tree. */
  readonly of: string | readonly Entry[];
}

/** Writes a tree byte by byte: Git itself would refuse to make these. */
async function treeOf(bare: string, entries: readonly Entry[]): Promise<string> {
  const parts: Uint8Array[] = [];
  for (const { mode, name, of } of entries) {
    const id = mode === "160000"
      ? "1".repeat(40)
      : typeof of === "string"
      ? await objectOf(bare, "blob", of)
      : await treeOf(bare, of);
    parts.push(Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex"));
  }
  return await objectOf(bare, "tree", Uint8Array.from(Buffer.concat(parts)));
}

async function objectOf(bare: string, type: string, input: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const id = await gitBytes(bare, ["hash-object", "-t", type, "-w", "--stdin", "--literally"], { input });
  return new TextDecoder().decode(id).trim();
}

async function commitTree(site: Site, entries: readonly Entry[]): Promise<void> {
  const bare = site.server();
  const commit = await git(bare, "commit-tree", await treeOf(bare, entries), "-m", "hostile");
  await git(bare, "update-ref", "refs/heads/main", commit);
}

const file = (name: string, of = "x\n"): Entry => ({ mode: "100644", name, of });
const program = (name: string, of: string): Entry => ({ mode: "100755", name, of });
const link = (name: string, of: string): Entry => ({ mode: "120000", name, of });
const folder = (name: string, ...of: Entry[]): Entry => ({ mode: "40000", name, of });

/** Each is refused before anything is written, or harmless: the agent starts, and finds nothing that ran or that is elsewhere. */
const repositories: Record<string, (evil: string, outside: string) => readonly Entry[]> = {
  "a folder .git with a hook and a configuration": (evil) => [
    folder(
      ".git",
      file("config", `[core]\n\tfsmonitor = ${evil}\n`),
      folder("hooks", program("post-checkout", `#!/bin/sh\n${evil}\n`)),
    ),
  ],
  "a folder .GIT": (evil) => [folder(".GIT", file("config", `[core]\n\tfsmonitor = ${evil}\n`))],
  "a folder .git with an invisible character": (
    evil,
  ) => [folder(".g\u200cit", file("config", `[core]\n\tfsmonitor = ${evil}\n`))],
  "a folder git~1": (evil) => [folder("git~1", file("config", `[core]\n\tfsmonitor = ${evil}\n`))],
  "a file .git that leads elsewhere": (_, outside) => [file(".git", `gitdir: ${outside}\n`)],
  "a link .git": (_, outside) => [link(".git", outside)],
  "a folder ..": () => [folder("..", file("written"))],
  "a name with slashes": () => [file("../written")],
  "an absolute name": (_, outside) => [file(`${outside}/written`)],
  "an empty name": () => [file("")],
  "a link, and a file behind it": (_, outside) => [link("out", outside), folder("out", file("written"))],
  "a link to a folder, named twice": (_, outside) => [file("a"), link("out", outside), file("out", "written\n")],
  "links to everywhere": (
    _,
    outside,
  ) => [link("abs", outside), link("loop", "loop"), link("root", "/"), link("up", "../../..")],
  "attributes that ask for filters, drivers and attributes of others": (evil) => [
    file(
      ".gitattributes",
      `* filter=evil diff=evil merge=evil textconv=evil export-subst ident\n[attr]x filter=evil\n`,
    ),
    file(".gitconfig", `[filter "evil"]\n\tsmudge = ${evil}\n\tclean = ${evil}\n\trequired\n`),
    file(".gitinclude", `[include]\n\tpath = .gitconfig\n`),
    file("a"),
  ],
  "attributes that are a link": (
    _,
    outside,
  ) => [link(".gitattributes", `${outside}/attributes`), link(".gitignore", "/dev/zero"), file("a")],
  "attributes with an endless line": () => [file(".gitattributes", `${"a".repeat(100_000)} filter=x\n`), file("a")],
  "submodules with addresses that are options or commands": (evil, outside) => [
    file(
      ".gitmodules",
      `[submodule "a"]\n\tpath = a\n\turl = ext::sh -c ${evil}\n\tupdate = !${evil}\n\tfetchRecurseSubmodules = true\n\tignore = none\n` +
        `[submodule "../../x"]\n\tpath = b\n\turl = --upload-pack=${evil}\n[submodule "c"]\n\tpath = ${outside}/written\n\turl = file:///\n`,
    ),
    { mode: "160000", name: "a", of: "" },
    { mode: "160000", name: "b", of: "" },
  ],
  "a hooks folder, a husky and a configuration that like to be used": (evil) => [
    folder(".husky", program("pre-commit", evil)),
    folder("hooks", program("pre-push", evil)),
    file("config", `[core]\n\tfsmonitor = ${evil}\n`),
    file("HEAD", "ref: refs/heads/main\n"),
    folder("objects", file("x")),
    folder("refs", file("x")),
  ],
  "names that are options, commands, escapes, or no text": () => [
    file("\x1b]0;title\x07"),
    file("$(touch canary)"),
    file("--help"),
    file("`touch canary`"),
    file("a\nb"),
    file("n".repeat(255)),
    file("\u202etxt.exe"),
  ],
};

const refused = new Set([
  "a folder .git with a hook and a configuration",
  "a folder .GIT",
  "a folder .git with an invisible character",
  "a folder git~1",
  "a file .git that leads elsewhere",
  "a link .git",
  "a folder ..",
  "a name with slashes",
  "an absolute name",
]);

for (const [name, entries] of Object.entries(repositories)) {
  law(`hostile repository: ${name}`, async (site) => {
    const outside = `${site.folder}/outside`;
    await Deno.mkdir(outside);
    await site.emptyRepository();
    await commitTree(site, entries(`touch ${site.canary}`, outside));
    const { result, log } = await site.run({ agent: "rm -rf .husky hooks; echo changed > changed" });
    assert.equal(await exists(site.canary), false, "it ran");
    assert.deepEqual(await Array.fromAsync(Deno.readDir(outside)), [], "it wrote elsewhere");
    assert.equal(await exists(`${site.workspace}/worktrees/written`), false);
    if (refused.has(name)) assert.equal(result.reason, "UnsafeRepository", log);
    else {assert.ok(
        result.outcome === "Changed" || result.reason === "UnsafeRepository" || result.reason === "GitFailed",
        log,
      );}
    assert.deepEqual(await site.leftovers(), []);
  });
}

law("hostile repository: folders a thousand deep", async (site) => {
  await site.emptyRepository();
  const commit = "commit refs/heads/main\ncommitter S <s@example.com> 0 +0000\ndata 5\nfirst\n";
  const input = `blob\nmark :1\ndata 2\na\n\n${commit}M 100644 :1 ${"d/".repeat(1000)}x\n\n`;
  await gitBytes(site.server(), ["fast-import", "--quiet"], { input });
  const { result, log } = await site.run({ agent: "echo x > x" });
  assert.deepEqual([result.outcome, result.changedFiles], ["Changed", 1], log);
  assert.deepEqual(await site.leftovers(), []);
});

law("hostile repository: a file larger than the memory that there is", async (site) => {
  await site.emptyRepository();
  const bare = site.server();
  await new Deno.Command("truncate", { args: ["-s", "150M", `${site.folder}/huge`] }).output();
  const settings = ["-c", "core.compression=1", "-c", "core.bigFileThreshold=1m"];
  const blob = await git(bare, ...settings, "hash-object", "-w", `${site.folder}/huge`);
  const tree = await gitBytes(bare, ["mktree"], { input: `100644 blob ${blob}\thuge\n` });
  const commit = await git(bare, "commit-tree", new TextDecoder().decode(tree).trim(), "-m", "huge");
  await git(bare, "update-ref", "refs/heads/main", commit);
  await git(bare, "config", "core.bigFileThreshold", "1m");
  const limited = `#!/bin/sh\nulimit -v 140000\nPATH='${Deno.env.get("PATH")}' exec git "$@"\n`;
  await Deno.writeTextFile(`${site.folder}/bin/git`, limited, { mode: 0o755 });
  const { result, log } = await site.run({ agent: "cp huge huger; rm huge; echo x > x; echo 1 >> huger" });
  assert.deepEqual([result.outcome, result.changedFiles], ["Changed", 3], log);
});

/** Each is something that an agent may have been talked into. None may run in the Git that has the credentials. */
const plants: Record<string, string> = {
  "hooks":
    `mkdir -p .git/hooks; for hook in pre-commit post-commit pre-push post-checkout post-index-change reference-transaction \\
      prepare-commit-msg commit-msg pre-auto-gc post-rewrite; do
      printf '#!/bin/sh\\ntouch "%s"\\n' "$CANARY" > .git/hooks/$hook; chmod +x .git/hooks/$hook; done`,
  "a configuration": `cat >> .git/config <<END
[core]
	fsmonitor = touch $CANARY
	hooksPath = $PWD/hooks
	sshCommand = touch $CANARY
	askPass = $PWD/evil
	pager = touch $CANARY
	editor = touch $CANARY
	alternateRefsCommand = touch $CANARY
	gitProxy = $PWD/evil
[credential]
	helper = "!touch $CANARY"
[filter "evil"]
	clean = touch $CANARY; cat
	process = touch $CANARY
	required = true
[diff]
	external = touch $CANARY
[gpg]
	program = $PWD/evil
[commit]
	gpgSign = true
[push]
	gpgSign = true
[include]
	path = $PWD/more
[remote "origin"]
	receivepack = touch $CANARY
	vcs = evil
[url "ext::touch $CANARY"]
	insteadOf = file://
	pushInsteadOf = file://
[protocol]
	allow = always
END
echo '* filter=evil diff=evil' > .gitattributes`,
  "a configuration of the user's": `cat > "$HOME/.gitconfig" <<END
[core]
	fsmonitor = touch $CANARY
	hooksPath = $PWD/hooks
[credential]
	helper = "!touch $CANARY"
[url "ext::touch $CANARY"]
	insteadOf = file://
END
mkdir -p "$HOME/.config/git"; cp "$HOME/.gitconfig" "$HOME/.config/git/config"; echo '* filter=evil' > "$HOME/.config/git/attributes"`,
  "a configuration in the cache": `cache=$(sed 's/objects$//' .git/objects/info/alternates)
    printf '[core]\\n\\tfsmonitor = touch %s\\n[credential]\\n\\thelper = "!touch %s"\\n[uploadpack]\\n\\tpackObjectsHook = touch %s\\n' \\
      "$CANARY" "$CANARY" "$CANARY" >> "$cache/config"; mkdir -p "$cache/hooks"
    printf '#!/bin/sh\\ntouch "%s"\\n' "$CANARY" > "$cache/hooks/reference-transaction"; chmod +x "$cache/hooks/reference-transaction"`,
  "a repository inside, with a configuration": `git init -q inner; git -C inner commit -q --allow-empty -m x
    printf '[core]\\n\\tfsmonitor = touch %s\\n' "$CANARY" >> inner/.git/config; echo x > inner/x`,
  "a submodule with a configuration": `git init -q sub; echo x > sub/x; git -C sub add x; git -C sub commit -q -m x
    git add sub 2> /dev/null; git commit -q -m 'a submodule'; echo y > sub/x; echo '* filter=evil' > sub/.gitattributes
    printf '[submodule "sub"]\\n\\tpath = sub\\n\\turl = ./sub\\n\\tignore = none\\n' > .gitmodules
    printf '[core]\\n\\tfsmonitor = touch %s\\n[filter "evil"]\\n\\tclean = touch %s\\n' "$CANARY" "$CANARY" >> sub/.git/config`,
  "a repository that is a file that leads to another": `git init -q --bare "$HOME/other.git"
    printf '[core]\\n\\tfsmonitor = touch %s\\n' "$CANARY" >> "$HOME/other.git/config"; rm -rf .git; echo "gitdir: $HOME/other.git" > .git`,
  "replacements, grafts and alternates": `printf '%s\\n' "$HOME" '"' /dev/zero >> .git/objects/info/alternates
    mkdir -p .git/refs/replace .git/info; git rev-parse HEAD > .git/info/grafts
    git rev-parse HEAD > .git/refs/replace/$(git rev-parse HEAD^{tree}); echo '* filter=evil' > .git/info/attributes`,
};

/** What the next unit has too. */
const isShared = new Set(["a configuration of the user's", "a configuration in the cache"]);

for (const [name, plant] of Object.entries(plants)) {
  law(`what the agent planted does not run afterwards: ${name}`, async (site) => {
    await site.repository({ "a.txt": "a\n", hidden: "h\n" });
    const tools =
      `mkdir hooks; printf '#!/bin/sh\\ntouch "%s"\\n' "$CANARY" > evil; chmod +x evil; cp evil hooks/pre-push; cp evil more`;
    const { result, log } = await site.run({ agent: `${tools}\n${plant}\necho x > x; echo more >> a.txt; rm hidden` });
    assert.equal(await exists(site.canary), false, "it ran");
    assert.equal(result.outcome, "Changed", log);
    const files = await git(site.server(), "ls-tree", "-r", "--name-only", branch);
    assert.ok(files.includes("x") && !files.includes("hidden"), files);
    if (!isShared.has(name)) return;
    const next = await site.run({ agent: "echo y > y", env: { KUBETASK_BATCH: "next" } });
    assert.equal(await exists(site.canary), false, "it ran in the next unit");
    assert.equal(next.result.outcome, "Changed", next.log);
  });
}

law("a working tree that the agent replaced by a link is not pushed", async (site) => {
  await site.repository();
  const { result } = await site.run({
    agent: `here=$PWD; cd ..; rm -rf "$here"; ln -s "$HOME" "$here"; echo secret > "$HOME/secret"`,
  });
  assert.deepEqual([result.outcome, result.reason], ["Failed", "AgentFailed"]);
  assert.deepEqual(await site.branches(), ["main"]);
  assert.equal(await exists(`${site.folder}/home/secret`), true);
});

Deno.test({
  name: "an environment that steers Git steers nothing here",
  sanitizeOps: true,
  sanitizeResources: true,
  fn: () =>
    withSite(async (site) => {
      await site.repository();
      const { result, log } = await site.run({
        agent: "echo x > x",
        env: {
          GIT_CONFIG_COUNT: "1",
          GIT_CONFIG_KEY_0: "core.fsmonitor",
          GIT_CONFIG_VALUE_0: `touch ${site.canary}`,
          GIT_SSH_COMMAND: `touch ${site.canary}`,
          GIT_EXTERNAL_DIFF: `touch ${site.canary}`,
          GIT_DIR: "/nowhere",
          GIT_WORK_TREE: "/",
          GIT_TEMPLATE_DIR: "/",
        },
      });
      assert.equal(result.outcome, "Changed", log);
      assert.equal(await exists(site.canary), false);
    }),
});
