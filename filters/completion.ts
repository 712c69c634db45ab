/** `kubetask completion`: teaches a shell the filters and their options. */

import { parseArgs } from "node:util";
import { type Filter, InputError } from "./filter.ts";
import { loadAll } from "./filters.ts";

/** What can be written behind the program's name, and what behind that. */
export interface Word {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly string[];
  /** Words that may follow it. */
  readonly followers: readonly string[];
}

const shells = { bash, zsh, fish };

export const completion: Filter = {
  summary: "print the completion script of bash, zsh or fish",
  usage: `Usage: kubetask completion bash|zsh|fish

Prints a script that makes the shell complete the words of kubetask:

  bash   source <(kubetask completion bash)
  zsh    source <(kubetask completion zsh)
  fish   kubetask completion fish | source
`,
  options: [],
  async run({ args, write }) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true });
    const [shell = "", ...more] = positionals;
    if (!isShell(shell) || more.length > 0) {
      throw new InputError(
        `Cannot complete for ${JSON.stringify(positionals.join(" "))}: it must be bash, zsh or fish`,
      );
    }
    await write(shells[shell](await words()));
    return 0;
  },
};

function isShell(word: string): word is keyof typeof shells {
  return Object.hasOwn(shells, word);
}

async function words(): Promise<Word[]> {
  const filters = (await loadAll()).map(({ name, filter: { summary, options } }) => ({
    name,
    summary,
    options: [...new Set([...options, "help"])],
    followers: name === "completion" ? Object.keys(shells) : [],
  }));
  const help = {
    name: "help",
    summary: "tell about a filter",
    options: [],
    followers: filters.map(({ name }) => name),
  };
  return [...filters, help];
}

/** Behind the words of a filter may follow names of runs and files: those of files are offered where nothing else fits. */
export function bash(words: readonly Word[]): string {
  return `# bash completion for kubetask
_kubetask() {
  local words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${quoted(words.map(({ name }) => name).join(" "))}
  else
    case "\${COMP_WORDS[1]}" in
${words.map((word) => `      ${word.name}) words=${quoted(behind(word).join(" "))} ;;\n`).join("")}    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _kubetask kubetask
`;
}

/** To be sourced, or kept as \`_kubetask\` in a folder of \`$fpath\`. */
export function zsh(words: readonly Word[]): string {
  return `#compdef kubetask
_kubetask() {
  local -a filters
  if (( CURRENT == 2 )); then
    filters=(
${words.map(({ name, summary }) => `      ${quoted(`${name}:${summary.replaceAll(":", "\\:")}`)}\n`).join("")}    )
    _describe filter filters
    return
  fi
  case "\${words[2]}" in
${words.map((word) => `    ${word.name}) compadd -- ${behind(word).join(" ")} ;;\n`).join("")}  esac
}
if [[ "\${funcstack[1]}" == _kubetask ]]; then _kubetask "$@"; else compdef _kubetask kubetask; fi
`;
}

export function fish(words: readonly Word[]): string {
  const lines = words.flatMap(({ name, summary, options, followers }) => {
    const condition = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c kubetask -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
      ...options.map((option) => `complete -c kubetask ${condition} -l ${option}`),
      ...(followers.length > 0 ? [`complete -c kubetask ${condition} -f -a ${quoted(followers.join(" "))}`] : []),
    ];
  });
  return `# fish completion for kubetask\n${lines.join("\n")}\n`;
}

function behind({ options, followers }: Word): string[] {
  return [...followers, ...options.map((option) => `--${option}`)];
}

/** One word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
