/** What an agent says at its end, in its termination message, and what of that a status keeps. */

import * as z from "zod";
import { gitBranch } from "./names.ts";
import {
  branchPattern,
  commitPattern,
  costPattern,
  linkPattern,
  reasonPattern,
  resultLimits as limits,
  totalCostPattern,
} from "./result_limits.ts";
import { absent } from "./structural.ts";

const link = z.string().max(limits.link).regex(linkPattern);
const tokens = z.int().min(0).max(limits.tokens);

export const Usage = z.object({
  inputTokens: tokens.optional().describe("Tokens that the model read."),
  outputTokens: tokens.optional().describe("Tokens that the model wrote."),
  costUSD: z.string().max(16).regex(costPattern).optional().describe(
    "What the model cost, in US dollars, as a decimal text with up to six places: 0.42.",
  ),
});
export type Usage = z.infer<typeof Usage>;

const reason = z.string().max(limits.reason).regex(reasonPattern).describe(
  "Why the agent failed, in one CamelCase word for programs. Only with Failed.",
);

const details = {
  summary: z.string().max(limits.summary).optional().describe("What came out, in one or two sentences for people."),
  branch: gitBranch.optional().describe("The branch that the work was pushed to."),
  commit: z.string().max(64).regex(commitPattern).optional().describe("The commit that was pushed, in full."),
  pullRequest: link.optional().describe("Where to review the work."),
  changedFiles: z.int().min(0).max(limits.changedFiles).optional().describe("How many files were changed."),
  usage: Usage.optional().describe("What it took."),
};

const links = z.record(z.string().max(limits.linkName), link).meta({ maxProperties: limits.links }).optional().describe(
  "More addresses, by name.",
);

/** The message itself. Whatever else an agent adds stays in the message. */
export const AgentResult = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.enum(["Changed", "NoChange"]).describe("Whether there was something to change. The exit code is 0."),
    reason: absent,
    ...details,
    links,
  }),
  z.object({
    outcome: z.literal("Failed").describe("The agent could not do it. The exit code is 1."),
    reason,
    ...details,
    links,
  }),
]);
export type AgentResult = z.infer<typeof AgentResult>;

/** As a status repeats it: what does not fit is cut or left out. */
export const TaskResult = z.object({
  outcome: z.enum(["Changed", "NoChange", "Failed", "Unknown"]).describe(
    "What the agent says of its work. Unknown: it left no result that could be read; the summary says why.",
  ),
  reason: reason.optional(),
  ...details,
  branch: z.string().max(limits.branch).regex(branchPattern).optional().describe(
    "The branch that the work was pushed to.",
  ),
  links: z.array(z.object({
    name: z.string().max(limits.linkName).describe("What is found there."),
    url: link.describe("The address."),
  })).max(limits.links).optional().describe("More addresses."),
});
export type TaskResult = z.infer<typeof TaskResult>;

const units = z.int().min(0).max(10_000);
const sum = z.int().min(0).max(limits.tokens * 10_000);

/** Each unit counts once, when its index gets into `indexes.reported`. */
export const Results = z.object({
  changed: units.describe("Tasks whose agent changed something."),
  noChange: units.describe("Tasks whose agent found nothing to change."),
  failed: units.describe("Tasks whose agent says that it failed."),
  unknown: units.describe("Tasks whose agent left no result that could be read."),
  inputTokens: sum.optional().describe("Tokens that the models read."),
  outputTokens: sum.optional().describe("Tokens that the models wrote."),
  costUSD: z.string().max(21).regex(totalCostPattern).optional().describe("What the models cost, in US dollars."),
});
export type Results = z.infer<typeof Results>;

/** The text of docs/agent-result.schema.json: the contract for agents in any language. */
export function agentResultSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(AgentResult, { io: "input" });
  const described = {
    $schema,
    title: "Result of a KubeTask agent",
    description: `JSON of at most ${limits.message} bytes in UTF-8, written to /dev/termination-log. ` +
      "More fields are allowed and stay in the message.",
    ...schema,
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}
