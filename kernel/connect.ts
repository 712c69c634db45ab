/** Reaches the API server: from a pod with the mounted service account, from anywhere else with a kubeconfig. */

import type { Clock } from "./clock.ts";

/** How to reach one API server; credentials are asked for anew for every request. */
export interface Connection {
  readonly server: URL | string;
  readonly userAgent: string;
  /** The pool of connections to use for the next request. Ask again for each: it changes with the credentials. */
  client(): Deno.HttpClient;
  /** The bearer token for the next request, at most a minute old; undefined where there is none. */
  token(): Promise<string | undefined>;
  /** Reads the credentials again now: the server did not know us (401). */
  refresh(): Promise<void>;
  /** Leaves pooled connections behind: one did not answer, so the others to the same peer may be dead too. */
  renew(): void;
  close(): void;
}

/** From a pod: `credentials` is the folder with `token` and `ca.crt`, both replaced by the kubelet as they age. */
export function inCluster(options: {
  server: string;
  credentials: string;
  userAgent: string;
  clock: Clock;
}): Promise<Connection> {
  const { credentials } = options;
  return connect(options, async () => ({
    token: (await Deno.readTextFile(`${credentials}/token`)).trim(),
    ca: await Deno.readTextFile(`${credentials}/ca.crt`),
  }));
}

/**
 * From outside: by the named kubeconfig or else kubectl's (`KUBECONFIG`, `~/.kube/config`), with its certificates, tokens and
 * plugins. Throws for what Deno's `fetch` cannot do: skipping verification, another TLS server name.
 */
export async function outsideCluster(options: {
  kubeconfig?: string;
  context?: string;
  userAgent: string;
  clock: Clock;
}): Promise<Connection> {
  // Only here, because it costs 75 to 90 MB that a pod should not pay.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const load = () => {
    const config = new KubeConfig();
    if (options.kubeconfig) config.loadFromFile(options.kubeconfig);
    else config.loadFromDefault();
    if (options.context) config.setCurrentContext(options.context);
    return config;
  };
  let config = load();
  const cluster = config.getCurrentCluster();
  const context = config.getCurrentContext();
  const refuse = (why: string) => new Error(`Cannot connect with kubeconfig context "${context}": ${why}`);
  if (!cluster) throw refuse("it names no cluster");
  if (!config.getCurrentUser()) throw refuse("it names no user");
  if (cluster.skipTLSVerify) {
    throw refuse("insecure-skip-tls-verify is not supported, give certificate-authority instead");
  }
  if (cluster.tlsServerName) throw refuse("tls-server-name is not supported");
  if (!cluster.server.startsWith("https://")) throw refuse(`${cluster.server} is not https`);

  return connect({ ...options, server: cluster.server }, async (again) => {
    // A plugin's answer is kept by its KubeConfig, so only a new one asks the plugin again.
    if (again) config = load();
    const tls: Parameters<typeof config.applyToHTTPSOptions>[0] = {};
    await config.applyToHTTPSOptions(tls);
    const headers = new Headers(tls.headers as Record<string, string>); // KubeConfig puts plain strings there
    if (tls.auth) throw refuse("user name and password are not supported by Kubernetes any more");
    if (headers.has("impersonate-user")) throw refuse("impersonation is not supported");
    return {
      token: headers.get("authorization")?.replace(/^Bearer /, "").trim(),
      ca: pemOf(tls.ca),
      cert: pemOf(tls.cert),
      key: pemOf(tls.key),
      proxy: cluster.proxyUrl,
    };
  });
}

/** Who we are and whom we trust; certificates and keys as PEM. */
interface Credentials {
  readonly token?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly proxy?: string;
}

/** Milliseconds until credentials are read again, as client-go does it. */
const FRESH = 60_000;

async function connect(
  { server, userAgent, clock }: { server: string; userAgent: string; clock: Clock },
  read: (again: boolean) => Promise<Credentials>,
): Promise<Connection> {
  let credentials = await read(false);
  let readAt = clock.now();
  let client = clientFor(credentials);
  let reading: Promise<void> | undefined;

  const renew = () => {
    const old = client;
    client = clientFor(credentials);
    old.close(); // requests under way still end well
  };
  const readAgain = async (again: boolean) => {
    const old = credentials;
    credentials = await read(again);
    readAt = clock.now();
    if (old.ca !== credentials.ca || old.cert !== credentials.cert || old.key !== credentials.key) renew();
  };
  /** Many requests may ask at once: one reading serves them all. */
  const refresh = (again: boolean) => reading ??= readAgain(again).finally(() => reading = undefined);

  return {
    server,
    userAgent,
    client: () => client,
    async token() {
      if (clock.now() - readAt >= FRESH) await refresh(false);
      return credentials.token;
    },
    refresh: () => refresh(true),
    renew,
    close: () => client.close(),
  };
}

function clientFor({ ca, cert, key, proxy }: Credentials): Deno.HttpClient {
  return Deno.createHttpClient({
    ...(ca !== undefined && { caCerts: [ca] }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
    ...(proxy !== undefined && { proxy: { url: proxy } }),
    // With HTTP/2 a dead peer poisons the pool, and an unread watch stalls every other request.
    http2: false,
    poolMaxIdlePerHost: 64,
    // Well before the API server (90 s) and load balancers (60 s) hang up, so that few requests meet a dropped connection.
    poolIdleTimeout: 30_000,
  });
}

/** KubeConfig reads certificates and keys into a buffer. */
function pemOf(data: unknown): string | undefined {
  if (data === undefined || data === null) return undefined;
  return data instanceof Uint8Array ? new TextDecoder().decode(data) : String(data);
}
