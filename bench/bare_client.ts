/** A client that does nothing but post Jobs, and watch them if told to: what is left of an operator when all else is taken away. */

import { api } from "../kernel/api.ts";
import { systemClock as clock } from "../kernel/clock.ts";
import { inCluster } from "../kernel/connect.ts";
import { lines } from "../kernel/lines.ts";
import { jsonLog } from "../kernel/log.ts";
import { watch } from "../kernel/watch.ts";
import { controlledBy } from "../kernel/object.ts";
import { ConfigMap, Job } from "../reconcilers/kinds.ts";
import { labels } from "../reconcilers/names.ts";
import { type ChildProcess, eachLineOf } from "./child.ts";
import { jobs } from "./load.ts";
import { processorSecondsOf } from "./usage.ts";
import type { Site } from "./site.ts";

/** Requests in flight: more do not make it faster. */
export const concurrency = 16;

/** Not the operator's label value, so that an operator that watches meanwhile is not told of these Jobs. */
const managedBy = "bare";

export interface Order {
  readonly namespace: string;
  readonly units: number;
  readonly watches: boolean;
}

/** One process for all orders, as the operator is, so that it is as warm. */
export class BareClient {
  private constructor(private readonly child: ChildProcess) {}

  static async start({ cluster, folder }: Site): Promise<BareClient> {
    const credentials = `${folder}/bare`;
    await Deno.mkdir(credentials, { recursive: true });
    await cluster.kubectl("create", "serviceaccount", "bare", "--namespace=default");
    await cluster.kubectl(
      "create",
      "clusterrolebinding",
      "bare",
      "--clusterrole=cluster-admin",
      "--serviceaccount=default:bare",
    );
    await Deno.writeTextFile(`${credentials}/token`, await cluster.tokenFor("default", "bare"));
    await Deno.copyFile(cluster.caFile, `${credentials}/ca.crt`);
    return new BareClient(eachLineOf([import.meta.filename ?? "", cluster.server, credentials]));
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Makes the Jobs, then posts them; returns once all are there. Seconds of the processor that the posting took. */
  async post(order: Order): Promise<number> {
    await this.child.answer(JSON.stringify(order));
    const before = processorSecondsOf(this.pid);
    await this.child.answer("go");
    return processorSecondsOf(this.pid) - before;
  }

  stop(): Promise<void> {
    return this.child.end();
  }
}

if (import.meta.main) await serve();

async function serve(): Promise<void> {
  const [server = "", credentials = ""] = Deno.args;
  const connection = await inCluster({ server, credentials, userAgent: "bare", clock });
  const client = api(connection);
  let post = (): Promise<void> => Promise.resolve();
  for await (const bytes of lines(Deno.stdin.readable)) {
    const line = new TextDecoder().decode(bytes);
    if (line === "go") await post();
    else post = await prepare(JSON.parse(line) as Order); // from BareClient
    console.log("done");
  }
  connection.close();

  async function prepare({ namespace, units, watches }: Order): Promise<() => Promise<void>> {
    // An owner makes the API server and the garbage collector work, too.
    const owner = await client.create(ConfigMap, { metadata: { name: "owner", namespace } });
    const waiting = jobs(namespace, namespace, units, controlledBy(ConfigMap, owner)).map((job) => {
      return {
        ...job,
        metadata: { ...job.metadata, labels: { ...job.metadata?.labels, [labels.managedBy]: managedBy } },
      };
    });
    const stop = new AbortController();
    const { promise: listed, resolve: synced } = Promise.withResolvers<void>();
    const watching = !watches ? synced() : watch({
      api: client,
      kind: { ...Job, selector: `${labels.managedBy}=${managedBy}`, project: undefined },
      clock,
      signal: stop.signal,
      log: jsonLog(() => {}, clock),
      receive(event) {
        if (event.type === "replace") synced();
      },
    });
    await listed;
    return async () => {
      const work = async () => {
        for (let job = waiting.pop(); job; job = waiting.pop()) await client.create(Job, job);
      };
      await Promise.all(Array.from({ length: concurrency }, work));
      stop.abort();
      await watching;
    };
  }
}
