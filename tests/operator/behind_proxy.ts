/** An operator of a test's own, behind a proxy that can answer in the API server's place. */

import assert from "node:assert/strict";
import { aCertificate, type Certificate, openGate } from "../faults/gate.ts";
import type { FaultProxy } from "../faults/proxy.ts";
import { type OperatorProcess, startOperator } from "./operator_process.ts";
import type { Stage } from "./stage.ts";

export interface BehindProxy extends AsyncDisposable {
  readonly proxy: FaultProxy;
  readonly operator: OperatorProcess;
}

/**
 * Ends the stage's own operator and starts another one behind a proxy with this certificate and these hooks, as the bearer of `token` or
 * else as in production. In the end it must end well, too.
 */
export async function behindProxy(
  stage: Stage,
  { certificate, hooks = {}, token }: {
    certificate?: Certificate;
    hooks?: FaultProxy["hooks"];
    token?: string;
  } = {},
): Promise<BehindProxy> {
  const { cluster } = stage;
  await stage.operator.end("SIGTERM");
  const shown = certificate ?? await aCertificate(cluster);
  const proxy = await openGate(cluster, shown);
  proxy.hooks = hooks;
  const caFile = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(caFile, shown.ca);
    const tokenFor = token === undefined ? cluster.tokenFor : () => Promise.resolve(token);
    const operator = await startOperator({ server: proxy.url, caFile, tokenFor });
    return {
      proxy,
      operator,
      async [Symbol.asyncDispose]() {
        const exit = await operator.end("SIGTERM");
        await proxy[Symbol.asyncDispose]();
        assert.deepEqual({ exit, complaints: operator.complaints(), bugs: told(operator, "error") }, allWell);
      },
    };
  } catch (error) {
    await proxy[Symbol.asyncDispose]();
    throw error;
  } finally {
    await Deno.remove(caFile);
  }
}

const allWell = { exit: 0, complaints: "", bugs: [] };

/** What the operator told at this level, in order; with a namespace not what concerns others, where earlier tests may have left something. */
export function told({ lines }: OperatorProcess, wanted: "warn" | "error", namespace?: string): string[] {
  return lines.map((line) => JSON.parse(line) as { level: string; message: string; namespace?: string })
    .filter((line) => line.level === wanted && (!namespace || !line.namespace || line.namespace === namespace))
    .map(({ message }) => message);
}
