/** The completion scripts in the shells they are for. A shell that is not there is skipped. */

import assert from "node:assert/strict";
import { completion } from "../../filters/completion.ts";
import { names } from "../../filters/filters.ts";

async function scriptFor(shell: string): Promise<string> {
  let script = "";
  await completion.run({
    args: [shell],
    input: new ReadableStream(),
    write: (text) => Promise.resolve(void (script += text)),
    complain: assert.fail,
  });
  return script;
}

/** `program` are the arguments of a shell that reads the script and prints what it offers for the line. */
function shellTest(shell: string, program: (script: string, line: string) => string[]): void {
  const isThere = new Deno.Command("sh", { args: ["-c", `command -v ${shell}`], stdout: "null" }).outputSync().success;
  Deno.test({
    name: `${shell} completes the filters, their options and what follows them${
      isThere ? "" : ` (there is no ${shell})`
    }`,
    ignore: !isThere,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "kubetask-completion-" });
      try {
        await Deno.writeTextFile(`${folder}/script`, await scriptFor(shell));
        const offered = async (line: string) => {
          const args = program(`${folder}/script`, line);
          const { stdout, stderr } = await new Deno.Command(shell, { args, cwd: folder, stdin: "null" }).output();
          assert.equal(new TextDecoder().decode(stderr), "");
          return new TextDecoder().decode(stdout).split("\n").map((word) => word.split("\t")[0] ?? "").filter(Boolean)
            .sort();
        };
        assert.deepEqual(await offered("kubetask "), [...names, "help"].sort());
        assert.deepEqual(await offered("kubetask comp"), ["completion"]);
        assert.deepEqual(await offered("kubetask report --f"), ["--format"]);
        assert.deepEqual(await offered("kubetask completion z"), ["zsh"]);
        assert.deepEqual(await offered("kubetask help rep"), ["report"]);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

shellTest("bash", (script, line) => [
  "--norc",
  "-c",
  `source "$0"; complete -p kubetask >/dev/null || exit
read -ra COMP_WORDS <<<"$1"; [[ $1 == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _kubetask; printf '%s\\n' "\${COMPREPLY[@]}"`,
  script,
  line,
]);

shellTest("fish", (script, line) => [
  "--no-config",
  "-c",
  "source $argv[1]; complete --do-complete $argv[2]",
  script,
  line,
]);

// What its completion functions call at the end is played, since they work only at a prompt.
shellTest("zsh", (script, line) => [
  "-f",
  "-c",
  `compdef() { [[ $1 == _kubetask ]] }
_describe() { for offer in \${(P)2}; do print -- \${offer%%:*}; done }
compadd() { shift; print -l -- "$@" }
source "$0"
words=(\${(z)1}); [[ $1 == *" " ]] && words+=("")
CURRENT=$#words; _kubetask | while read -r offer; do [[ $offer == $words[-1]* ]] && print -- $offer; done; true`,
  script,
  line,
]);
