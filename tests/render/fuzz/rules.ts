/** Where our engine differs from Go on purpose, or Go from itself: each rule as narrow as it can be told. */

import { readYaml } from "../../../render/notation/yaml.ts";
import { agrees, type Outcome } from "../agreement.ts";
import type { Case } from "./case.ts";
import type { GoAnswer, Oracle } from "./oracle.ts";
import { ourAnswerWithoutWords } from "./ours.ts";

export const rules = {
  "budget": "our bounds on steps, text, depth and nesting (DESIGN §5); Go has none, and is not asked",
  "refused": "a function that reads the clock, the network or chance: refused by name",
  "address": "`%p` of a list, a map or a pointer: refused by name, since Go's answer is another one in every run",
  "clock": "a function of times that was given none: Go takes now",
  "repeated group": "a regular expression with two groups of one name: re2js refuses it, as RE2 does and Go does not",
  "not UTF-8":
    "Go's strings are bytes, ours are characters: Go saw one that is not UTF-8, or U+FFFD, which reads like it",
  "decoder's words": "Go and we word what is wrong with JSON or YAML differently; with the words hidden, both agree",
  "YAML syntax":
    "js-yaml and go-yaml differ in what is YAML: one refuses a text that the other reads, or U+2028 and U+2029 are line breaks to Go alone, or Go skips a character of every line behind two byte order marks",
  "spare capacity":
    "a slice past the end of a list: Go gives what lies behind it in memory, as far as that was set aside",
  "no answer": "Go works on it for more than 10 s or takes more than 6 GB, as `uniq` does on 100,000 numbers",
  "location": "the inside of a time, printed as a number: it holds the address of its zone",
  "bare concat": "`concat.x`: Go names the type that concat declares, we the one of what it gave; nobody writes it",
  "random": "Go gives other answers to the same case: it iterates over a map in no order",
} as const;

export type Rule = keyof typeof rules;

/** The rule by which our outcome stands for itself: Go need not be asked. */
export function ownRule(ours: Outcome): Rule | undefined {
  if ("output" in ours) return undefined;
  if (overBudget.test(ours.error)) return "budget";
  if (ours.error.includes("the clock is not read here")) return "clock";
  if (ours.error.includes("%p is an address, and another one in every run")) return "address";
  if (ours.error.includes("duplicate capture group name: ")) return "repeated group";
  return /function "\w+" is not available: /.test(ours.error) ? "refused" : undefined;
}

const overBudget = new RegExp(
  [
    "exceeded the limit of \\d+ (?:steps|characters of text)",
    "exceeded the limits of nesting or size",
    "exceeded maximum template depth",
    "exceeded the depth of nested blocks",
    "max expression depth exceeded",
    "template:\\d+: longer than \\d+ characters",
    "exceeded the limit of ",
    "version longer than \\d+ characters",
  ].join("|"),
);

/** Two entries of a small map come in the rarer order one time out of eight. */
const tries = 150;

/** The rule that excuses a difference; undefined when it is one to mend. */
export async function ruleFor(asked: Case, ours: Outcome, go: GoAnswer, oracle: Oracle): Promise<Rule | undefined> {
  if (go.notText) return "not UTF-8";
  if (/\bconcat\./.test(asked.template) && "error" in ours && ours.error.includes("at <concat>")) return "bare concat";
  const isPastEnd = "error" in ours && ours.error.includes("reflect.Value.Slice: slice index out of bounds");
  if (isPastEnd && !JSON.stringify(go.outcome).includes("slice index out of bounds")) return "spare capacity";
  if (/printf/.test(asked.template) && "output" in ours && /\{[^{}]*\d[^{}]* <nil>\}/.test(ours.output)) {
    return "location";
  }
  if (go.undecodable && await agreeWithoutWords(asked, oracle)) return "decoder's words";
  if (go.yaml.some(({ text, isOk }) => isOtherYaml(text, isOk))) return "YAML syntax";
  if (go.died) return "no answer";
  const again = await oracle.ask(Array.from({ length: tries }, () => asked));
  const answers = new Set([go, ...again].map(({ outcome }) => JSON.stringify(outcome)));
  const isOneOfThem = again.some(({ outcome }) => agrees(ours, outcome));
  return isOneOfThem || answers.size > 1 ? "random" : undefined;
}

function isOtherYaml(text: string, isOk: boolean): boolean {
  return /[\u2028\u2029]|^\ufeff\ufeff[^\n]*\n/.test(text) || readYaml(text, undefined, "last counts").ok !== isOk;
}

async function agreeWithoutWords(asked: Case, oracle: Oracle): Promise<boolean> {
  const [go] = await oracle.ask([{ ...asked, hideProblems: true }]);
  const ours = ourAnswerWithoutWords(asked);
  return go !== undefined && (agrees(ours, go.outcome) || ownRule(ours) !== undefined);
}
