/** A look goes by one state of the world, however long it takes to read what it needs. */

import assert from "node:assert/strict";
import { systemClock as clock } from "../../kernel/clock.ts";
import type { Api } from "../../kernel/api.ts";
import { Memory } from "../../kernel/memory.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { observe } from "../../kernel/observe.ts";
import type { Controller } from "../../kernel/plan.ts";
import { Store } from "../../kernel/store.ts";
import { Stores } from "../../kernel/stores.ts";
import { Task, WorkspaceConfig } from "../../crds/kinds.ts";
import { task as taskController } from "../../reconcilers/task.ts";
import { ConfigMap, Job } from "../../reconcilers/kinds.ts";
import { aTask, aWorkspaceConfig } from "../reconcilers/builders.ts";

Deno.test("a WorkspaceConfig deleted while its template is read does not lead to another template", async () => {
  const task = aTask();
  const config = aWorkspaceConfig("default", { name: "own" });
  const configs = new Store<KubeObject>();
  const stores = new Stores();
  stores.add(Task, new Store<KubeObject>());
  stores.add(Job, new Store<KubeObject>());
  stores.add(WorkspaceConfig, configs);
  configs.receive({ type: "put", object: config });

  const asked: string[] = [];
  const get = (_: unknown, __: string, name: string) => {
    asked.push(name);
    configs.receive({ type: "delete", object: config });
    return Promise.resolve(undefined);
  };
  const api = { get } as unknown as Api; // nothing else is called
  // A controller of any object, as the kernel runs it: it gets its own kind.
  const controller = taskController as unknown as Controller<KubeObject>;
  const observed = await observe(controller, task, { api, clock, stores, memory: new Memory() });
  const { status, writes } = controller.reconcile(observed);

  assert.deepEqual(asked, ["own"]);
  assert.equal(observed.read(ConfigMap, "own"), undefined);
  assert.deepEqual([(status as Task["status"])?.message, writes], ["ConfigMap 'own' not found", undefined]);
});
