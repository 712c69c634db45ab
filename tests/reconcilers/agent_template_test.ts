import assert from "node:assert/strict";
import { Task, type WorkspaceConfig } from "../../crds/kinds.ts";
import { controllersFor } from "../../reconcilers/controllers.ts";
import { ConfigMap, type ConfigMap as AConfigMap, Job } from "../../reconcilers/kinds.ts";
import { task } from "../../reconcilers/task.ts";
import { builtinTemplate } from "../../render/builtin_template.ts";
import { aBatchRun, aConfigMap, aTask, aTemplate, aWorkspaceConfig, units } from "./builders.ts";
import { World } from "./world.ts";

const key = "agent-template.yaml";
const convention = aConfigMap("kubetask-agent", { [key]: aTemplate("convention") });

type Outcome = { image: string } | { phase?: string; reason?: string; message?: string };

/** With which agent a Task runs, or why it does not. */
function outcomeOf(spec: Parameters<typeof aTask>[0], ...objects: (AConfigMap | WorkspaceConfig)[]): Outcome {
  const world = new World(aTask(spec), ...objects);
  world.settle(task, "greet");
  const [job] = world.all(Job);
  if (job) return { image: job.spec?.template.spec?.containers[0]?.image ?? "" };
  const { phase, reason, message } = world.get(Task, "greet").status ?? {};
  return { phase, reason, message };
}

Deno.test("an object's own reference counts before the WorkspaceConfig and the convention", () => {
  const own = aConfigMap("own", { [key]: aTemplate("own") });
  const configured = aConfigMap("configured", { [key]: aTemplate("configured") });
  const workspace = aWorkspaceConfig("anything", { name: "configured" });

  assert.deepEqual(outcomeOf({ agentTemplateRef: { name: "own" } }, own, configured, workspace, convention), {
    image: "own",
  });
  assert.deepEqual(outcomeOf({}, own, configured, workspace, convention), { image: "configured" });
  assert.deepEqual(outcomeOf({}, own, configured, convention), { image: "convention" });
});

Deno.test("without any set-up the built-in template is used", () => {
  const image = /image: "(\S+)"/.exec(builtinTemplate)?.[1];
  assert.ok(image);
  assert.deepEqual(outcomeOf({}), { image });
  assert.deepEqual(outcomeOf({}, aWorkspaceConfig("empty")), { image });
});

Deno.test("whoever starts the operator chooses the image of the built-in template", () => {
  const image = "registry.example.com:5000/agents/mine:v2";
  const world = new World(aTask(), aBatchRun({ batchSpec: { commonContext: [], variableContexts: units(1) } }));
  for (const controller of controllersFor(image)) {
    world.settle(controller, controller.kind === Task ? "greet" : "run");
  }
  assert.deepEqual(world.all(Job).map((job) => job.spec?.template.spec?.containers[0]?.image), [image, image]);
});

Deno.test("a WorkspaceConfig without a reference leaves it to the convention", () => {
  assert.deepEqual(outcomeOf({}, aWorkspaceConfig("empty"), convention), { image: "convention" });
});

Deno.test("of several WorkspaceConfigs default-workspace counts, then default", () => {
  const templates = ["a", "b", "c"].map((name) => aConfigMap(name, { [key]: aTemplate(name) }));
  const other = aWorkspaceConfig("another", { name: "a" });
  const byDefault = aWorkspaceConfig("default", { name: "b" });
  const byWorkspace = aWorkspaceConfig("default-workspace", { name: "c" });

  assert.deepEqual(outcomeOf({}, ...templates, other, byDefault, byWorkspace), { image: "c" });
  assert.deepEqual(outcomeOf({}, ...templates, other, byDefault), { image: "b" });
});

Deno.test("several WorkspaceConfigs of which none is preferred block, unless the object says itself what it wants", () => {
  const workspaces = [aWorkspaceConfig("zoo"), aWorkspaceConfig("ape", { name: "kubetask-agent" })];
  assert.deepEqual(outcomeOf({}, ...workspaces, convention), {
    phase: "Pending",
    reason: "AmbiguousWorkspaceConfig",
    message: "Several WorkspaceConfigs (ape, zoo) and none is named default-workspace or default",
  });
  assert.deepEqual(outcomeOf({ agentTemplateRef: { name: "kubetask-agent" } }, ...workspaces, convention), {
    image: "convention",
  });
});

Deno.test("a reference to a ConfigMap that is not there blocks; nothing else takes its place", () => {
  const missing = (name: string) => {
    return { phase: "Pending", reason: "ConfigMapNotFound", message: `ConfigMap '${name}' not found` };
  };
  assert.deepEqual(outcomeOf({ agentTemplateRef: { name: "claude" } }, convention), missing("claude"));
  assert.deepEqual(outcomeOf({}, aWorkspaceConfig("any", { name: "claude" }), convention), missing("claude"));
  assert.deepEqual(outcomeOf({ agentTemplateRef: { name: "kubetask-agent" } }), missing("kubetask-agent"));
});

Deno.test("where no key was asked for, the only key of a ConfigMap is used", () => {
  const single = aConfigMap("v2", { "agent-template-v2.yaml": aTemplate("v2") });
  assert.deepEqual(outcomeOf({ agentTemplateRef: { name: "v2" } }, single), { image: "v2" });
});

Deno.test("where no key was asked for, agent-template.yaml counts before all others", () => {
  const several = aConfigMap("v2", { a: aTemplate("a"), [key]: aTemplate("documented"), z: aTemplate("z") });
  assert.deepEqual(outcomeOf({ agentTemplateRef: { name: "v2" } }, several), { image: "documented" });
});

Deno.test("a key that is not there blocks and the keys that are there are listed", () => {
  const blocked = (message: string) => ({ phase: "Pending", reason: "TemplateKeyNotFound", message });
  const single = aConfigMap("v2", { "b.yaml": "" });
  const several = aConfigMap("v2", { "b.yaml": "", "a.yaml": "" });

  assert.deepEqual(
    outcomeOf({ agentTemplateRef: { name: "v2" } }, several),
    blocked("ConfigMap 'v2' has no key 'agent-template.yaml'; its keys are: a.yaml, b.yaml"),
  );
  assert.deepEqual(
    outcomeOf({ agentTemplateRef: { name: "v2", key: "c.yaml" } }, single),
    blocked("ConfigMap 'v2' has no key 'c.yaml'; its keys are: b.yaml"),
  );
  assert.deepEqual(
    outcomeOf({ agentTemplateRef: { name: "v2" } }, aConfigMap("v2", {})),
    blocked("ConfigMap 'v2' has no key 'agent-template.yaml'; it is empty"),
  );
  assert.deepEqual(
    outcomeOf({}, aConfigMap("kubetask-agent", { "a.yaml": "", "b.yaml": "" })),
    blocked("ConfigMap 'kubetask-agent' has no key 'agent-template.yaml'; its keys are: a.yaml, b.yaml"),
  );
});

Deno.test("of a ConfigMap with very many keys the first ones are listed", () => {
  const keys = Array.from({ length: 1_000 }, (_, index) => `key-${1_000 + index}`);
  const many = aConfigMap("v2", Object.fromEntries(keys.map((key) => [key, ""])));
  assert.deepEqual(outcomeOf({ agentTemplateRef: { name: "v2" } }, many), {
    phase: "Pending",
    reason: "TemplateKeyNotFound",
    message: "ConfigMap 'v2' has no key 'agent-template.yaml'; its keys are: " +
      `${keys.slice(0, 20).join(", ")} and 980 more`,
  });
});

Deno.test("what was blocked goes on by itself when the ConfigMap appears", () => {
  const world = new World(aTask({ agentTemplateRef: { name: "claude" } }));
  world.settle(task, "greet");
  assert.deepEqual(world.all(Job), []);
  world.put(ConfigMap, aConfigMap("claude", { [key]: aTemplate("claude") }));
  world.settle(task, "greet");
  assert.equal(world.all(Job)[0]?.spec?.template.spec?.containers[0]?.image, "claude");
});

Deno.test("what is blocked asks for another look", () => {
  assert.equal(new World(aTask({ agentTemplateRef: { name: "claude" } })).plan(task, "greet").blocked, true);
});
