/** What every agent promises, each promise with the work that shows it. */

import assert from "node:assert/strict";
import { AgentResult } from "../../crds/agent_result.ts";
import { resultLimits } from "../../crds/result_limits.ts";
import { type Ended, organization, password, type Stage, type Work } from "./conformance_stage.ts";

export interface Law {
  readonly says: string;
  /** Throws with what is not as promised. */
  readonly check: (stage: Stage) => Promise<void>;
}

const greeting = "hello from the agent\n";
const greets = {
  task:
    "Create the file greeting.txt in the repository. Its only line is: hello from the agent. Change nothing else.\n",
  script: "echo 'hello from the agent' > greeting.txt\n",
};
/** Odd in every way that a text can be, for a file that must arrive as it is. */
const odd = 'Don\'t: "50 % off", $(HOME) $$ `id`\r\n\tünï 日本 🚀 {{ .X }}\n\n no end';

export const laws: readonly Law[] = [
  ...(["json", "files"] as const).map((as): Law => ({
    says: `a change is committed and pushed to the branch of the Batch (contexts as ${as})`,
    async check(stage) {
      const name = `change-${as}`;
      const address = await stage.repository(name);
      const before = await stage.git("-C", address, "rev-parse", "main");
      const result = resultOf(await stage.run(workOn(name, greets, { as })), "Changed");
      assert.equal(result.branch, `kubetask/${name}`, "branch in the result");
      await assertPushed(stage, address, result);
      assert.equal(result.changedFiles ?? 1, 1, "changedFiles");
      assert.equal(await stage.git("-C", address, "show", `${result.branch}:greeting.txt`), greeting.trim());
      assert.equal(await stage.git("-C", address, "diff", "--name-only", "main", result.branch), "greeting.txt");
      assert.equal(await stage.git("-C", address, "rev-parse", "main"), before, "the base branch is left alone");
    },
  })),
  {
    says: "a File context arrives byte for byte",
    async check(stage) {
      const address = await stage.repository("bytes");
      const copies = {
        task: "Copy the context file data.txt into the repository as copy.txt, byte for byte. Change nothing else.\n",
        script: 'cp "$KUBETASK_CONTEXT_FILES/data.txt" copy.txt\n',
      };
      const result = resultOf(
        await stage.run(workOn("bytes", copies, { as: "json", files: { "data.txt": odd } })),
        "Changed",
      );
      const object = await stage.git("-C", address, "rev-parse", `${result.branch}:copy.txt`);
      await Deno.writeTextFile(`${address}/expected`, odd);
      assert.equal(object, await stage.git("hash-object", "--no-filters", `${address}/expected`), "the file's hash");
    },
  },
  {
    says: "where nothing changes, nothing is pushed",
    async check(stage) {
      const address = await stage.repository("no-change");
      const idle = { task: "Change nothing in the repository: there is nothing to do.\n", script: "true\n" };
      const result = resultOf(await stage.run(workOn("no-change", idle)), "NoChange");
      assert.equal(result.commit, undefined, "commit in the result");
      assert.deepEqual(await branchesOf(stage, address), ["main"]);
    },
  },
  {
    says: "a second run of a Batch goes on with the branch of the first",
    async check(stage) {
      const address = await stage.repository("again");
      const first = resultOf(await stage.run(workOn("again", greets)), "Changed");
      const more = {
        task: "Create the file second.txt in the repository. Its only line is: second. Change nothing else.\n",
        script: "echo second > second.txt\n",
      };
      const env = { KUBETASK_BATCHRUN: "again-002", KUBETASK_TASK_ID: "again-002-task-0" };
      const second = resultOf(await stage.run(workOn("again", more, { env })), "Changed");
      assert.deepEqual(await branchesOf(stage, address), ["kubetask/again", "main"]);
      await assertPushed(stage, address, second);
      await stage.git("-C", address, "merge-base", "--is-ancestor", first.commit ?? "", second.commit ?? "");
    },
  },
  {
    says: "commits of others on its branch are kept",
    async check(stage) {
      const address = await stage.repository("others");
      const theirs = await stage.pushAsOther(address, "kubetask/others", "review.txt", "mine\n");
      const ended = await stage.run(workOn("others", greets));
      // To give up is as good as to build on them.
      const result = resultOf(ended, ended.code === 0 ? "Changed" : "Failed");
      if (result.outcome === "Changed") await assertPushed(stage, address, result);
      await stage.git("-C", address, "merge-base", "--is-ancestor", theirs, "kubetask/others");
    },
  },
  {
    says: "a repository that does not exist is a failure with a reason",
    check: async (stage) => void resultOf(await stage.run(workOn("missing", greets)), "Failed"),
  },
  {
    says: "a base branch that does not exist is a failure with a reason, and nothing is pushed",
    async check(stage) {
      const address = await stage.repository("no-branch");
      const repository = { org: organization, repo: "no-branch", branch: "release/7" };
      resultOf(await stage.run(workOn("no-branch", greets, { repository })), "Failed");
      assert.deepEqual(await branchesOf(stage, address), ["main"]);
    },
  },
  {
    says: "contexts that are not JSON are a failure with a reason",
    async check(stage) {
      const env = { TASK_CONTEXTS: '[{"type": "File", ' };
      resultOf(await stage.run(workOn("nonsense", greets, { env })), "Failed");
    },
  },
  {
    says: "an address with a password is refused, and repeated nowhere",
    async check(stage) {
      const env = { KUBETASK_GIT_URL: `https://agent:${password}@git.example.com` };
      resultOf(await stage.run(workOn("password", greets, { env })), "Failed");
    },
  },
];

function workOn(name: string, what: Pick<Work, "task" | "script">, more: Partial<Work> = {}): Work {
  return { name, repository: { org: organization, repo: name, branch: "main" }, as: "json", ...what, ...more };
}

/** The result, which must be what the schema allows, agree with the exit code, and hold no secret. */
function resultOf({ code, message, log }: Ended, outcome: AgentResult["outcome"]): AgentResult {
  assert.ok(!log.includes(password), "the log holds a password");
  assert.ok(!message.includes(password), "the termination message holds a password");
  assert.notEqual(
    message,
    "",
    `there is no termination message; the exit code is ${code}; the log ends:\n${tail(log)}`,
  );
  const size = new TextEncoder().encode(message).length;
  assert.ok(size <= resultLimits.message, `the termination message has ${size} bytes of ${resultLimits.message}`);
  const { success, data, error } = AgentResult.safeParse(jsonIn(message));
  const { path = [], message: problem } = error?.issues[0] ?? {};
  assert.ok(success, `the termination message does not fit the schema: ${path.join(".")}: ${problem}: ${message}`);
  assert.equal(data.outcome, outcome, `${message}\nThe log ends:\n${tail(log)}`);
  assert.equal(code, outcome === "Failed" ? 1 : 0, `the exit code with ${outcome}`);
  return data;
}

function jsonIn(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    throw new Error(`the termination message is not JSON: ${message}`);
  }
}

function tail(log: string): string {
  return log.trimEnd().split("\n").slice(-5).join("\n");
}

/** The result tells the branch's tip. */
async function assertPushed(stage: Stage, address: string, { branch, commit }: AgentResult): Promise<void> {
  const tip = await stage.git("-C", address, "rev-parse", "--verify", `refs/heads/${branch}`);
  assert.equal(commit, tip, "the commit in the result, and the branch's tip in Git");
}

async function branchesOf(stage: Stage, address: string): Promise<string[]> {
  return (await stage.git("-C", address, "for-each-ref", "--format=%(refname:short)", "refs/heads")).split("\n");
}
