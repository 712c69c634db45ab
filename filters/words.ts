/** Runs what the first word of the command line names: a filter, or help about one. */

import { type Filter, InputError, type Use } from "./filter.ts";
import { isName, load, loadAll, type Name, names } from "./filters.ts";
import { nearest } from "./nearest.ts";

export interface Surroundings extends Omit<Use, "args"> {
  /** As it is called here: `kubetask`, or `kubectl kubetask`. */
  readonly program: string;
  /** What `help` says before it lists the filters. */
  readonly about: string;
}

/** Returns the exit code: 0 or 1 as the filter says; 2, after one line that says why, when the words or the input are not understood. */
export async function runWords(words: readonly string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  try {
    return await run(words, surroundings);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    surroundings.complain(error.message.replaceAll(/\s*\n\s*/g, " "));
    return 2;
  }
}

async function run([word = "help", ...args]: readonly string[], surroundings: Surroundings): Promise<0 | 1> {
  const { program, about, write } = surroundings;
  const isHelp = word === "help";
  const name = isHelp ? args.find((arg) => !arg.startsWith("-")) : word;
  if (name === undefined || name === "help") {
    await write(called(program, `${about}\n${await overview()}`));
    return 0;
  }
  if (!isName(name)) throw unknownWord(name, program);
  const filter = await load(name);
  if (isHelp || asksForHelp(args)) {
    await write(called(program, filter.usage));
    return 0;
  }
  try {
    return await filter.run({ ...surroundings, args });
  } catch (error) {
    throw misuse(error, name, filter, program) ?? error;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === "--help" || arg === "-h");
}

async function overview(): Promise<string> {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const lines = (await loadAll()).map(({ name, filter }) => `  ${name.padEnd(width)}${filter.summary}\n`);
  return `Filters, from standard input to standard output, without a cluster or any permission:

${lines.join("")}
\`kubetask help FILTER\` tells about each.
`;
}

function unknownWord(word: string, program: string): InputError {
  const near = nearest(word, [...names, "help"]);
  const hint = near === undefined ? `see \`${program} help\`` : `did you mean "${near}"?`;
  return new InputError(`Unknown word ${JSON.stringify(word)}: ${hint}`);
}

/** What `parseArgs` of node:util says about wrong options, in one sentence; undefined for any other error. */
function misuse(error: unknown, name: Name, { options }: Filter, program: string): InputError | undefined {
  const isMisuse = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
  if (!isMisuse) return undefined;
  const [problem = ""] = error.message.split(/\.\s|\n/);
  const [, option] = /^Unknown option '--([^']+)'/.exec(problem) ?? [];
  const near = option && nearest(option, options);
  return new InputError(`${problem}: ${near ? `did you mean --${near}?` : `see \`${program} help ${name}\``}`);
}

/** As a kubectl plugin the program has another name. */
function called(program: string, text: string): string {
  const before = [...names, "help", "FILTER", "\\["].join("|");
  return text.replaceAll(new RegExp(`(?<!kubectl )\\bkubetask(?= (?:${before}))`, "g"), program);
}
