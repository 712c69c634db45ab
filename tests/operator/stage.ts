/** Tests of the running operator against a real control plane, each in a namespace of its own. */

import assert from "node:assert/strict";
import { installRbac } from "../../demo/install.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { attachCluster, type Cluster } from "../cluster/cluster.ts";
import { clear, installCrds, namespaceFor } from "../cluster_under_test.ts";
import { cacheOperator } from "../../demo/operator.ts";
import { type OperatorProcess, startOperator } from "./operator_process.ts";

/** What a test has at hand. Everything happens in its namespace; names are kubectl's: `batchrun/update`. */
export interface Stage {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** The operator that runs now, or ran last. */
  readonly operator: OperatorProcess;
  startOperator(): Promise<void>;
  kubectl(...args: string[]): Promise<string>;
  /** Creates or changes these objects. */
  apply(...objects: KubeObject[]): Promise<void>;
  get<T extends KubeObject>(name: string): Promise<T>;
  list<T extends KubeObject>(plural: string, ...args: string[]): Promise<T[]>;
  /** Waits as `kubectl wait --for` does: `create`, `delete`, `condition=…`, `jsonpath=…`. */
  waitFor(condition: string, ...names: string[]): Promise<void>;
}

/**
 * A test that begins with a fresh operator, and fails also if that does not end well, reports a bug of its own or prints
 * anything but its log. What the operator said is shown when the test fails.
 */
export function operatorTest(law: string, body: (stage: Stage) => Promise<void>): void {
  Deno.test({
    name: law,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn(test) {
      const cluster = await clusterUnderTest();
      const namespace = await namespaceFor(test);
      const operators: OperatorProcess[] = [];
      try {
        const stage = stageIn(cluster, namespace, operators);
        await stage.startOperator();
        await body(stage);
        assert.equal(await stage.operator.end("SIGTERM"), 0);
        for (const operator of operators) assertSaneLog(operator);
      } catch (error) {
        for (const { lines, complaints } of operators) console.error(`${lines.join("\n")}\n${complaints()}`);
        throw error;
      } finally {
        for (const { end } of operators) await end("SIGKILL");
        await clear(namespace);
      }
    },
  });
}

/** What happens in this namespace. */
export function stageIn(cluster: Cluster, namespace: string, operators: OperatorProcess[]): Stage {
  const kubectl = (...args: string[]) => cluster.kubectl("--namespace", namespace, ...args);
  return {
    cluster,
    namespace,
    get operator() {
      const last = operators.at(-1);
      if (!last) throw new Error("Cannot get the operator: none was started");
      return last;
    },
    startOperator: async () => void operators.push(await startOperator(cluster)),
    kubectl,
    async apply(...items) {
      const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
      await cluster.kubectlWith(list, "--namespace", namespace, "apply", "--server-side", "-f", "-");
    },
    // The caller names the kind twice: for kubectl and as a type.
    get: async <T>(name: string) => JSON.parse(await kubectl("get", name, "--output=json")) as T,
    list: async <T>(plural: string, ...args: string[]) => {
      return (JSON.parse(await kubectl("get", plural, "--output=json", ...args)) as { items: T[] }).items;
    },
    waitFor: async (condition, ...names) => {
      // One by one: waiting for several to be created, kubectl gives up on the first that is not there.
      for (const name of names) await kubectl("wait", `--for=${condition}`, "--timeout=60s", name);
    },
  };
}

function assertSaneLog({ lines, complaints }: OperatorProcess): void {
  const errors = lines.filter((line) => (JSON.parse(line) as { level: string }).level === "error");
  assert.deepEqual({ errors, complaints: complaints() }, { errors: [], complaints: "" });
}

let known: Promise<Cluster> | undefined;

/** The cluster that whoever runs the tests has started, with our kinds and the operator's account in it. */
export function clusterUnderTest(): Promise<Cluster> {
  return known ??= prepared();
}

async function prepared(): Promise<Cluster> {
  const name = Deno.env.get("KUBETASK_TEST_CLUSTER");
  const cluster = name === undefined ? undefined : await attachCluster(name);
  if (!cluster) throw new Error("Cannot find the cluster to test against: KUBETASK_TEST_CLUSTER names none that runs");
  await installCrds();
  await installRbac(cluster);
  await cacheOperator();
  return cluster;
}
