/** The port for those who look after the operator: metrics for Prometheus, health for the kubelet. */

import type { Health } from "./health.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics/metrics.ts";

export interface Address {
  readonly hostname: string;
  readonly port: number;
}

/** From `0.0.0.0:8080` or `[::]:8080`. Throws for anything else. */
export function addressOf(text: string): Address {
  const [, v4, v6, port] = /^(?:([\d.]+)|\[([\da-fA-F:.]+)\]):(\d{1,5})$/.exec(text) ?? [];
  const hostname = v4 ?? v6;
  if (!hostname || Number(port) > 65_535) throw new TypeError(`Cannot listen on "${text}": it is not ADDRESS:PORT`);
  return { hostname, port: Number(port) };
}

interface Served {
  readonly metrics: Metrics;
  readonly health: Health;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Serves plain HTTP until the signal fires; port 0 is any free one. Throws if the address cannot be had. */
export function serve(
  address: Address,
  { metrics, health, log, signal }: Served,
): { readonly port: number; readonly ended: Promise<void> } {
  const onError = (error: unknown) => {
    log.error("Cannot answer a request", error);
    return text(500, "500 internal error\n");
  };
  const server = Deno.serve({ ...address, signal, onListen() {}, onError }, (request) => {
    return answer(request, metrics, health);
  });
  return { port: server.addr.port, ended: server.finished };
}

/** Nothing of the request comes back in the answer. */
function answer({ method, url }: Request, metrics: Metrics, health: Health): Response {
  // Its host is the client's word.
  const { pathname, searchParams } = URL.parse(url) ?? {};
  const page = pages.get(pathname ?? "");
  if (!page) return text(404, "404 page not found\n");
  if (method !== "GET" && method !== "HEAD") return text(405, "405 method not allowed\n", { allow: "GET, HEAD" });
  return page({ metrics, health, verbose: searchParams?.has("verbose") ?? false });
}

interface Asked {
  readonly metrics: Metrics;
  readonly health: Health;
  /** One line for each check, also if all is well. */
  readonly verbose: boolean;
}

const pages = new Map<string, (asked: Asked) => Response>([
  [
    "/metrics",
    ({ metrics }) => text(200, metrics.text(), { "content-type": "text/plain; version=0.0.4; charset=utf-8" }),
  ],
  ["/healthz", (asked) => judged("healthz", "alive", asked)],
  ["/readyz", (asked) => judged("readyz", "ready", asked)],
]);

/** In the words of Kubernetes' own components (k8s.io/apiserver/pkg/server/healthz). */
function judged(name: string, what: "alive" | "ready", { health, verbose }: Asked): Response {
  const verdicts = health.verdicts(what);
  const isWell = verdicts.every(({ verdict }) => verdict === undefined);
  if (isWell && !verbose) return text(200, "ok");
  const lines = verdicts.map(({ name, verdict }) =>
    verdict === undefined ? `[+]${name} ok` : `[-]${name} failed: ${verdict}`
  );
  return text(isWell ? 200 : 500, [...lines, `${name} check ${isWell ? "passed" : "failed"}`, ""].join("\n"));
}

function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  const always = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };
  return new Response(body, { status, headers: { ...always, ...headers } });
}
