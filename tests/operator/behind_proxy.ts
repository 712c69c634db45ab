/** An operator of a test's own, behind a proxy that can answer in the API server's place. */

import assert from "node:assert/strict";
import { issue } from "../cluster/certificates.ts";
import { FaultProxy } from "../faults/proxy.ts";
import { type OperatorProcess, startOperator } from "./operator_process.ts";
import type { Stage } from "./stage.ts";

/** A certificate of an authority of its own, for the proxy. As PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

export async function aCertificate({ cluster }: Stage): Promise<Certificate> {
  const folder = await Deno.makeTempDir({ prefix: "kubetask-proxy-" });
  try {
    await issue(cluster.bin, folder, [{ name: "proxy", commonName: "proxy", hosts: ["127.0.0.1"] }]);
    const read = (file: string) => Deno.readTextFile(`${folder}/${file}`);
    return { cert: await read("proxy.crt"), key: await read("proxy.key"), ca: await read("ca.crt") };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

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
  const { cert, key, ca } = certificate ?? await aCertificate(stage);
  const { hostname, port } = new URL(cluster.server);
  const upstream = { hostname, port: Number(port), ca: await Deno.readTextFile(cluster.caFile) };
  const proxy = await FaultProxy.start({ upstream, cert, key });
  proxy.hooks = hooks;
  const caFile = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(caFile, ca);
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

/** What the operator told at this level, in order. */
export function told({ lines }: OperatorProcess, wanted: "warn" | "error"): string[] {
  return lines.map((line) => JSON.parse(line) as { level: string; message: string })
    .filter(({ level }) => level === wanted).map(({ message }) => message);
}
