import assert from "node:assert/strict";
import { bash, fish, type Word, zsh } from "../../filters/completion.ts";

const words: Word[] = [
  { name: "crds", summary: "print: the team's kinds", options: ["help"], followers: [] },
  { name: "help", summary: "tell", options: [], followers: ["crds"] },
];

Deno.test("each script tells what there is behind the program's name, and behind each word", () => {
  assert.equal(
    bash(words),
    `# bash completion for kubetask
_kubetask() {
  local words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='crds help'
  else
    case "\${COMP_WORDS[1]}" in
      crds) words='--help' ;;
      help) words='crds' ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _kubetask kubetask
`,
  );
  assert.match(zsh(words), /'crds:print\\: the team'\\''s kinds'/);
  assert.match(zsh(words), /crds\) compadd -- --help ;;/);
  assert.match(fish(words), /-a crds -d 'print: the team'\\''s kinds'/);
});
