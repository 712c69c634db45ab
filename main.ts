/** Starts what the command line asks for: the operator, which runs the controllers until it is told to stop, or a filter. */

import { parseArgs } from "node:util";
import config from "./deno.json" with { type: "json" };
import { leaseAt } from "./deploy/lease.ts";
import { agentImageVariable, inPod } from "./deploy/permissions.ts";
import { isPlugin } from "./filters/plugin.ts";
import { api } from "./kernel/api.ts";
import { systemClock as clock } from "./kernel/clock.ts";
import { type Connection, inCluster, outsideCluster } from "./kernel/connect.ts";
import { Health } from "./kernel/health.ts";
import { lead } from "./kernel/lease.ts";
import { jsonLog } from "./kernel/log.ts";
import type { World } from "./kernel/loop.ts";
import { Metrics } from "./kernel/metrics/metrics.ts";
import { processStanding } from "./kernel/metrics/process.ts";
import { requestMeter } from "./kernel/metrics/requests.ts";
import { run } from "./kernel/run.ts";
import { type Address, addressOf, serve } from "./kernel/serve.ts";
import { controllersFor } from "./reconcilers/controllers.ts";

const usage = `Usage: kubetask [options]
       kubetask FILTER [arguments]

Runs the KubeTask operator until SIGTERM or SIGINT. In a pod it needs no options.

  --server=URL         API server (default https://${inPod.server})
  --credentials=DIR    folder with token and ca.crt (default ${inPod.credentials})
  --kubeconfig[=FILE]  connect as kubectl does, from outside a cluster: FILE or else $KUBECONFIG or ~/.kube/config
  --context=NAME       with --kubeconfig: this context instead of the current one
  --namespace=NS       see and touch this namespace only: a Role there is enough (default all namespaces)
  --leader-elect       work only while holding a Lease, so that of several replicas one works
  --identity=NAME      of this replica, such as its pod's name (default a random one)
  --listen=ADDRESS:PORT where to serve /metrics, /healthz and /readyz; nowhere if empty
                       (default ${inPod.listen}; with --kubeconfig nowhere)
  --lease-namespace=NS where the Lease is (default ${leaseAt.namespace})
  --version, --help

Environment:
  ${agentImageVariable}   image for namespaces without an agent template
`;

const userAgent = `kubetask/${config.version}`;
const log = jsonLog((line) => console.log(line), clock);

if (import.meta.main) Deno.exitCode = await main(Deno.args);

/** Returns the exit code: of a filter, or the operator's. */
function main(args: string[]): Promise<number> {
  const [first] = args;
  // Nobody starts an operator by the plugin's bare name.
  if (first === undefined && isPlugin()) return filter(["help"]);
  return first === undefined || first.startsWith("-") ? operator(args) : filter(args);
}

/** Loaded when asked for, since the operator has no use for it. */
async function filter(words: string[]): Promise<number> {
  return await (await import("./filters/standard.ts")).standardFilter(words, usage);
}

/** Returns the exit code: 0 after a signal, 1 if there is no way to start, 2 for options that cannot be understood. */
async function operator(args: string[]): Promise<number> {
  let connecting: Promise<Connection>;
  let election: Election | undefined;
  let controllers: Controllers;
  let address: Address | undefined;
  let namespace: string | undefined;
  try {
    const { values } = parseArgs({
      // An option without its value asks for the default.
      args: args.map((arg) => arg === "--kubeconfig" ? "--kubeconfig=" : arg),
      options: {
        server: { type: "string", default: `https://${inPod.server}` },
        credentials: { type: "string", default: inPod.credentials },
        kubeconfig: { type: "string" },
        context: { type: "string" },
        namespace: { type: "string" },
        "leader-elect": { type: "boolean" },
        identity: { type: "string", default: crypto.randomUUID() },
        "lease-namespace": { type: "string", default: leaseAt.namespace },
        listen: { type: "string" },
        version: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) return await filter(["help"]);
    if (values.version) return await filter(["version"]);
    namespace = values.namespace;
    // Not all namespaces, if what should say which one is missing.
    if (namespace === "") throw new TypeError("Option '--namespace' is empty");
    if (values["leader-elect"]) election = { identity: values.identity, namespace: values["lease-namespace"] };
    const listen = values.listen ?? (values.kubeconfig === undefined ? inPod.listen : "");
    if (listen) address = addressOf(listen);
    controllers = controllersFor(Deno.env.get(agentImageVariable) || undefined);
    connecting = connect(values);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  try {
    return await operate(await connecting, controllers, { election, address, namespace });
  } catch (error) {
    log.error("Cannot start", error);
    return 1;
  }
}

interface Options {
  readonly server: string;
  readonly credentials: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

function connect({ server, credentials, kubeconfig, context }: Options): Promise<Connection> {
  if (kubeconfig === undefined) return inCluster({ server, credentials, userAgent, clock });
  return outsideCluster({ kubeconfig: kubeconfig || undefined, context, userAgent, clock });
}

type Controllers = ReturnType<typeof controllersFor>;

interface Election {
  readonly identity: string;
  readonly namespace: string;
}

/** Without an `election` it works from the start, without an `address` it serves nothing, without a `namespace` it works in all. */
async function operate(
  connection: Connection,
  controllers: Controllers,
  { election, address, namespace }: { election?: Election; address?: Address; namespace?: string },
): Promise<number> {
  const stop = new AbortController();
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => {
      log.info("Stopping", { signal });
      stop.abort();
    });
  }
  log.info("Starting", { version: config.version, server: String(connection.server), ...(namespace && { namespace }) });
  const { signal } = stop;
  const metrics = new Metrics();
  metrics.gauges(() => processStanding(config.version), signal);
  // The time of day may jump, and nobody should die of that.
  const health = new Health({ now: () => performance.now() });
  const meter = requestMeter(metrics, connection.server);
  const world = { api: api(connection, { meter, namespace }), clock, log, metrics, health, signal };
  if (address) log.info("Listens", { port: serve(address, world).port });
  const work = (world: World) => run(controllers, world, () => log.info("Ready"));
  const reach = (deadline: number) => api(connection, { deadline, meter });
  try {
    await (election ? lead({ ...election, name: leaseAt.name, reach }, world, work) : work(world));
  } finally {
    stop.abort();
    connection.close();
  }
  log.info("Stopped");
  return 0;
}
