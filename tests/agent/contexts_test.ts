import assert from "node:assert/strict";
import { readContexts } from "../../deploy/agent/contexts.ts";
import { Failure } from "../../deploy/agent/failure.ts";
import { type Environment, settingsFrom } from "../../deploy/agent/settings.ts";

const words = ["run", "--", "true"];
const file = { type: "File", file: { name: "task.md", source: { inline: "secret text" } } };
const repository = { type: "Repository", repository: { org: "acme", repo: "shop", branch: "main" } };

async function refusal(env: Environment, args = words): Promise<string> {
  try {
    await readContexts(settingsFrom(args, env));
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    assert.doesNotMatch(error.message, /secret/);
    return `${error.reason}: ${error.message}`;
  }
  assert.fail("was not refused");
}

const json = (...contexts: unknown[]) => ({ TASK_CONTEXTS: JSON.stringify(contexts) });
const at = (org: string, repo: string, branch: string) => ({ type: "Repository", repository: { org, repo, branch } });

Deno.test("contexts that make no sense are refused with their place, and never with a text", async () => {
  const refusals: readonly (readonly [Environment, RegExp])[] = [
    [{}, /^BadContexts: Neither TASK_CONTEXTS nor KUBETASK_CONTEXT_FILES is set$/],
    [{ TASK_CONTEXTS: "secret {" }, /^BadContexts: TASK_CONTEXTS is not JSON$/],
    [{ TASK_CONTEXTS: '{"secret":1}' }, /^BadContexts: TASK_CONTEXTS: /],
    [json(), /^BadContexts: There is no context: nothing to do$/],
    [json("secret"), /^BadContexts: TASK_CONTEXTS\[0\]/],
    [json({ type: "Secret" }), /^BadContexts: TASK_CONTEXTS\[0\]\.type: /],
    [json(file, { type: "File" }), /^BadContexts: TASK_CONTEXTS\[1\]\.file: /],
    [json(file, file), /^BadContexts: Two File contexts are named 'task\.md'$/],
    [json(repository, repository), /^BadContexts: The contexts name 2 repositories, and an agent works on one$/],
    [json(at("..", "shop", "main")), /^BadContexts: TASK_CONTEXTS\[0\]\.repository\.org: /],
    [json(at("acme", "../../etc", "main")), /^BadContexts: TASK_CONTEXTS\[0\]\.repository\.repo: /],
    [json(at("acme", "shop", "--upload-pack=x")), /^BadContexts: TASK_CONTEXTS\[0\]\.repository\.branch: /],
    [json(at("acme", "shop", "a:b")), /^BadContexts: TASK_CONTEXTS\[0\]\.repository\.branch: /],
    [
      json({ type: "File", file: { name: "../x", source: { inline: "" } } }),
      /^BadContexts: TASK_CONTEXTS\[0\]\.file\.name: /,
    ],
    [
      json({ type: "File", file: { name: "x", source: { secretKeyRef: { name: "a", key: "b" } } } }),
      /^BadContexts: File context 'x' is not inline: annotate the Job with kubetask\.io\/context-files/,
    ],
    [
      { ...json(file), KUBETASK_CONTEXT_FILES: "/none" },
      /^BadContexts: Cannot read File context 'task\.md' .*NotFound$/,
    ],
    [{ KUBETASK_CONTEXT_FILES: "/none" }, /^BadContexts: Cannot read the folder .*NotFound$/],
    [
      { KUBETASK_CONTEXT_FILES: "/none", REPOSITORY_ORG: "a", REPOSITORY_REPO: "b" },
      /^BadContexts: REPOSITORY_ORG, .*\.branch: /,
    ],
  ];
  for (const [env, pattern] of refusals) assert.match(await refusal(env), pattern);
});

Deno.test("settings that make no sense are refused with the variable's name, and never with its value", async () => {
  const refusals: readonly (readonly [Environment, RegExp])[] = [
    [{ KUBETASK_GIT_URL: "https://me:secret@example.com" }, /^BadSettings: KUBETASK_GIT_URL holds credentials: /],
    [{ KUBETASK_GIT_URL: "https://secret@example.com" }, /^BadSettings: KUBETASK_GIT_URL holds credentials: /],
    [{ KUBETASK_GIT_URL: "git@example.com:secret" }, /^BadSettings: KUBETASK_GIT_URL must be an address /],
    [{ KUBETASK_GIT_URL: "ext::sh -c secret" }, /^BadSettings: KUBETASK_GIT_URL must be an address /],
    [
      { KUBETASK_GIT_URL: "https://example.com/?token=secret" },
      /^BadSettings: KUBETASK_GIT_URL must end with the path$/,
    ],
    [{ KUBETASK_TIME_LIMIT: "1h" }, /^BadSettings: KUBETASK_TIME_LIMIT must be /],
    [{ KUBETASK_TIME_LIMIT: "0" }, /^BadSettings: KUBETASK_TIME_LIMIT must be /],
    [{ KUBETASK_TIME_LIMIT: "9999999" }, /^BadSettings: KUBETASK_TIME_LIMIT must be /],
    [{ KUBETASK_BRANCH: "-secret" }, /^BadSettings: KUBETASK_BRANCH is not a name for a branch$/],
    [{ KUBETASK_BRANCH_PREFIX: "a..b" }, /^BadSettings: KUBETASK_BRANCH_PREFIX with the unit's name is not /],
  ];
  for (const [env, pattern] of refusals) assert.match(await refusal({ ...json(file), ...env }), pattern);
  for (const args of [[], ["run"], ["run", "--"], ["x", "--", "true"], ["run", "true"]]) {
    assert.match(await refusal(json(file), args), /^BadSettings: The arguments must be: run -- COMMAND/);
  }
});

Deno.test("contexts keep their order, and their texts byte for byte", async () => {
  const text = ' Don\'t "stop"\r\n\u202e$(x)\t';
  const other = { type: "File", file: { name: "a.md", source: { inline: text } } };
  assert.deepEqual(await readContexts(settingsFrom(words, json(file, repository, other))), {
    files: [{ name: "task.md", text: "secret text" }, { name: "a.md", text }],
    repository: repository.repository,
  });
});
