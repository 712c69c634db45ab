import assert from "node:assert/strict";
import { git, gitBytes } from "./git.ts";
import { exists, law } from "./site.ts";

const branch = "kubetask/upgrade";

law("10,000 files, of which a few are changed", async (site) => {
  await site.emptyRepository();
  const blob = "blob\nmark :1\ndata 2\na\n\n";
  const files = Array.from({ length: 10_000 }, (_, i) => `M 100644 :1 d${i % 100}/f${i}\n`).join("");
  const commit = `commit refs/heads/main\ncommitter S <s@example.com> 0 +0000\ndata 5\nfirst\n${files}\n`;
  await gitBytes(site.server(), ["fast-import", "--quiet"], { input: blob + commit });
  const { result } = await site.run({ agent: "echo b > d7/f7; rm d8/f8; mkdir d200; echo n > d200/n" });
  assert.deepEqual([result.outcome, result.changedFiles], ["Changed", 3]);
  const changed = await git(site.server(), "diff-tree", "-r", "--name-status", "main", branch);
  assert.deepEqual(changed.split("\n"), ["A\td200/n", "M\td7/f7", "D\td8/f8"]);
});

law(
  "files of all kinds arrive as they are: binary, empty, executable, links, odd names, other encodings",
  async (site) => {
    await site.repository();
    const { result } = await site.run({
      agent:
        `head -c 100000 /dev/urandom > bin; cp bin "$HOME/bin"; : > empty; printf '#!/bin/sh\\n' > run; chmod +x run
      ln -s a.txt link; ln -s /etc/passwd out; ln -s nowhere broken; echo 1 > -rf; echo 2 > ' '; echo 3 > "$(printf 'l\\nb\\tq"')"
      echo 4 > "$(printf 'latin\\351')"; echo 5 > '*'; mkdir -p :/.; echo 6 > ':(top)x'; printf 'a\\r\\nb\\n' > crlf; mkdir none
      mkfifo pipe; echo "$HOME" > home`,
    });
    assert.equal(result.outcome, "Changed");
    const bytes = await gitBytes(site.server(), ["cat-file", "blob", `${branch}:bin`]);
    assert.deepEqual(bytes, await Deno.readFile(`${site.folder}/home/bin`));
    const listed = await gitBytes(site.server(), ["ls-tree", "-r", "-z", branch]);
    const names = new TextDecoder("latin1").decode(listed).split("\0").filter(Boolean)
      .map((line) => `${line.slice(0, 6)} ${line.split("\t").slice(1).join("\t")}`);
    assert.deepEqual(names, [
      "100644  ",
      "100644 *",
      "100644 -rf",
      "100644 :(top)x",
      "100644 a.txt",
      "100644 bin",
      "120000 broken",
      "100644 crlf",
      "100644 empty",
      "100644 home",
      '100644 l\nb\tq"',
      "100644 latin\xe9",
      "120000 link",
      "120000 out",
      "100755 run",
    ]);
    assert.equal(await git(site.server(), "cat-file", "blob", `${branch}:out`), "/etc/passwd");
  },
);

law("a file becomes a folder, a folder a file, and a link a folder", async (site) => {
  await site.repository({ a: "a\n", "b/c": "c\n", d: "d\n", "f/x": "x\n" });
  await site.run({ agent: "rm a; mkdir a; echo 1 > a/x; rm -r b; echo 2 > b; rm d; ln -s a d; ln -s a e" });
  const second = await site.run({
    agent: "rm d; mkdir d; echo 3 > d/y; rm -r f; ln -s a f; rm e; mkdir e; echo 4 > e/z",
    task: "upgrade-2-task-0",
  });
  assert.equal(second.result.outcome, "Changed");
  assert.deepEqual(await site.files(), { "a/x": "1\n", b: "2\n", "d/y": "3\n", "e/z": "4\n", f: "a" });
});

law("line ends that do not fit their attributes are no change of the agent's", async (site) => {
  await site.repository({ ".gitattributes": "* text\n*.u16 working-tree-encoding=UTF-16\n", "a.txt": "a\r\n" });
  const { result } = await site.run({ agent: "sleep 0.1" });
  assert.deepEqual(result, { outcome: "NoChange" });
});

law("a change is seen that is made at once and keeps the length, in the same file", async (site) => {
  await site.repository({ "a.txt": "a\n" });
  // Longer than a second: by its time stamp, all that is about to come is newer than the file.
  const { result } = await site.run({ agent: "printf b | dd of=a.txt conv=notrunc status=none; sleep 1.2" });
  assert.deepEqual([result.outcome, await site.files()], ["Changed", { "a.txt": "b\n" }]);
});

law("submodules are not fetched, stay what they are, and can be moved on by the agent", async (site) => {
  await site.repository({ lib: "1\n" }, "acme/lib");
  const old = await git(site.server("acme/lib"), "rev-parse", "main");
  const next = await site.commit({ lib: "2\n" }, { repository: "acme/lib" });
  await site.repository();
  const bare = site.server();
  const entries = await gitBytes(bare, ["ls-tree", "main"]);
  const modules = `[submodule "lib"]\n\tpath = lib\n\turl = file://${site.server("acme/lib")}\n`;
  const blob = new TextDecoder().decode(await gitBytes(bare, ["hash-object", "-w", "--stdin"], { input: modules }))
    .trim();
  const input = `${new TextDecoder().decode(entries)}160000 commit ${old}\tlib\n100644 blob ${blob}\t.gitmodules\n`;
  const tree = new TextDecoder().decode(await gitBytes(bare, ["mktree", "--missing"], { input })).trim();
  await git(bare, "update-ref", "refs/heads/main", await git(bare, "commit-tree", tree, "-m", "with a submodule"));
  const first = await site.run({ agent: "ls -A lib > listing" });
  assert.deepEqual([first.result.outcome, first.result.changedFiles], ["Changed", 1]);
  assert.equal(await git(bare, "cat-file", "blob", `${branch}:listing`), "");
  assert.match(await git(bare, "ls-tree", branch, "lib"), new RegExp(old));
  const second = await site.run({
    agent: `git -c protocol.file.allow=always submodule update -q --init; git -C lib checkout -q ${next}`,
    task: "upgrade-2-task-0",
  });
  assert.deepEqual([second.result.outcome, second.result.changedFiles], ["Changed", 1], second.log);
  assert.match(await git(bare, "ls-tree", branch, "lib"), new RegExp(next));
});

law("a repository that the agent cloned into its working tree is not pushed", async (site) => {
  await site.repository();
  const { result } = await site.run({
    agent: "git clone -q . nested/clone; mkdir -p e; git init -q e/empty; echo x > nested/x",
  });
  assert.deepEqual([result.outcome, result.changedFiles], ["Changed", 1]);
  assert.deepEqual(Object.keys(await site.files()), ["a.txt", "nested/x"]);
});

law("what is ignored is not pushed", async (site) => {
  await site.repository({ ".gitignore": "*.log\nnode_modules/\n", "kept.log": "1\n" });
  await site.run({
    agent: "mkdir -p node_modules/x; echo 1 > node_modules/x/y; echo 1 > a.log; echo 2 > kept.log; echo 1 > b",
  });
  assert.deepEqual(await site.files(), { ".gitignore": "*.log\nnode_modules/\n", "kept.log": "2\n", b: "1\n" });
});

law("a repository with the newer kind of hash works as any other", async (site) => {
  await site.emptyRepository("acme/shop", "--object-format=sha256");
  await site.commit({ a: "a\n" });
  const { result, log } = await site.run({ agent: "echo x > x; git add x; git commit -qm own; echo y > y" });
  assert.equal(result.outcome, "Changed", log);
  assert.match(String(result.commit), /^[0-9a-f]{64}$/);
  assert.deepEqual(await site.files(), { a: "a\n", x: "x\n", y: "y\n" });
});

law("folders that the agent made read-only are removed", async (site) => {
  await site.repository();
  await site.run({ agent: "mkdir -p built/deep; echo x > built/deep/x; chmod -R a-w built" });
  assert.deepEqual(await site.leftovers(), []);
  assert.equal(await exists(site.workspace), true);
});
