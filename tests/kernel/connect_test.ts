import assert from "node:assert/strict";
import { createServer } from "node:https";
import type { TLSSocket } from "node:tls";
import { type Connection, inCluster, outsideCluster } from "../../kernel/connect.ts";
import { build } from "../cluster/binaries.ts";
import { issue } from "../cluster/certificates.ts";
import { FakeClock } from "./fake_clock.ts";

/** Two authorities, `old` and `new`: each certifies a server, the old one a client too. */
const certificates = await Deno.makeTempDir({ prefix: "kubetask-certificates-" });
const bin = await build(["certificates"], console.log);
for (const authority of ["old", "new"]) {
  await issue(bin, `${certificates}/${authority}`, [
    { name: "server", commonName: "server", hosts: ["127.0.0.1"] },
    { name: "client", commonName: "someone" },
  ]);
}
globalThis.addEventListener("unload", () => Deno.removeSync(certificates, { recursive: true }));
const pem = (name: string) => Deno.readTextFileSync(`${certificates}/${name}`);

/** A server that tells who is asking, certified by one of the authorities. */
async function aServer(authority: "old" | "new"): Promise<AsyncDisposable & { url: string }> {
  const server = createServer({
    cert: pem(`${authority}/server.crt`),
    key: pem(`${authority}/server.key`),
    ca: pem("old/ca.crt"),
    requestCert: true,
    rejectUnauthorized: false,
  }, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate() ?? {};
    response.end(`${request.headers.authorization ?? "no token"}, ${subject?.CN ?? "no certificate"}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as { port: number }; // a TCP server's
  return {
    url: `https://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What a server says of us, or why it is not reached. */
async function seenBy(server: { url: string }, connection: Connection): Promise<string> {
  const token = await connection.token();
  const headers: HeadersInit = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    const response = await fetch(server.url, { client: connection.client(), headers });
    return await response.text();
  } catch (error) {
    return /invalid peer certificate/.test(String((error as Error).cause)) ? "not trusted" : String(error);
  }
}

/** A folder as the kubelet mounts it: the files are links into `..data`, itself a link that is swapped as a whole. */
class Mount {
  #generation = 0;
  private constructor(readonly folder: string) {}

  static async with(token: string, ca: string): Promise<Mount> {
    const mount = new Mount(await Deno.makeTempDir());
    for (const file of ["token", "ca.crt"]) await Deno.symlink(`..data/${file}`, `${mount.folder}/${file}`);
    await mount.swap(token, ca);
    return mount;
  }

  async swap(token: string, ca: string): Promise<void> {
    const data = `..${this.#generation++}`;
    await Deno.mkdir(`${this.folder}/${data}`);
    await Deno.writeTextFile(`${this.folder}/${data}/token`, token);
    await Deno.writeTextFile(`${this.folder}/${data}/ca.crt`, pem(ca));
    await Deno.symlink(data, `${this.folder}/..data_tmp`);
    await Deno.rename(`${this.folder}/..data_tmp`, `${this.folder}/..data`);
  }
}

function test(law: string, body: () => Promise<void>): void {
  Deno.test(law, { sanitizeOps: true, sanitizeResources: true }, body);
}

test("in a cluster we show the mounted token and trust the mounted authority only", async () => {
  await using known = await aServer("old");
  await using stranger = await aServer("new");
  const { folder } = await Mount.with("first\n", "old/ca.crt");
  const connection = await inCluster({
    server: known.url,
    credentials: folder,
    userAgent: "test",
    clock: new FakeClock(),
  });
  // The stranger first: servers of one process share the keys by which a TLS session is resumed without its certificate.
  assert.equal(await seenBy(stranger, connection), "not trusted");
  assert.equal(await seenBy(known, connection), "Bearer first, no certificate");
  connection.close();
});

test("a rotated token is used after a minute, and at once after a refresh", async () => {
  const clock = new FakeClock();
  const mount = await Mount.with("first", "old/ca.crt");
  const connection = await inCluster({ server: "", credentials: mount.folder, userAgent: "test", clock });
  await mount.swap("second", "old/ca.crt");
  clock.advance(59_999);
  assert.equal(await connection.token(), "first");
  clock.advance(1);
  assert.equal(await connection.token(), "second");
  await mount.swap("third", "old/ca.crt");
  await connection.refresh();
  assert.equal(await connection.token(), "third");
  connection.close();
});

test("a changed authority is trusted by the next request, and the old one no more", async () => {
  await using before = await aServer("old");
  await using after = await aServer("new");
  const clock = new FakeClock();
  const mount = await Mount.with("first", "old/ca.crt");
  const connection = await inCluster({ server: before.url, credentials: mount.folder, userAgent: "test", clock });
  assert.equal(await seenBy(before, connection), "Bearer first, no certificate");
  await mount.swap("first", "new/ca.crt");
  clock.advance(60_000);
  assert.equal(await seenBy(before, connection), "not trusted");
  assert.equal(await seenBy(after, connection), "Bearer first, no certificate");
  connection.close();
});

test("without mounted credentials there is no connection", async () => {
  const credentials = await Deno.makeTempDir();
  await assert.rejects(inCluster({ server: "", credentials, userAgent: "test", clock: new FakeClock() }), /token/);
});

/** The path of a kubeconfig with one cluster and one user, of whom `cluster` and `user` tell more. */
async function kubeconfig(server: string, user: object, cluster: object = {}): Promise<string> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server, "certificate-authority": `${certificates}/old/ca.crt`, ...cluster } }],
    users: [{ name: "u", user }],
  };
  await Deno.writeTextFile(path, JSON.stringify(config));
  return path;
}

const outside = async (server: string, user: object, cluster?: object, context?: string) =>
  await outsideCluster({
    kubeconfig: await kubeconfig(server, user, cluster),
    userAgent: "test",
    clock: new FakeClock(),
    ...(context !== undefined && { context }),
  });

test("a kubeconfig's certificate or token says who we are", async () => {
  await using server = await aServer("old");
  const certificate = await outside(server.url, {
    "client-certificate": `${certificates}/old/client.crt`,
    "client-key-data": btoa(pem("old/client.key")),
  });
  assert.equal(await seenBy(server, certificate), "no token, someone");
  certificate.close();

  const token = await outside(server.url, { token: "mine" });
  assert.equal(await seenBy(server, token), "Bearer mine, no certificate");
  token.close();
});

test("a kubeconfig's plugin is asked for a token, and again after a refresh", async () => {
  const counter = await Deno.makeTempFile();
  const script = `echo x >> ${counter}; n=$(grep -c x ${counter}); ` +
    `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$n'"}}'`;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "sh",
    args: ["-c", script],
    interactiveMode: "Never",
  };
  const connection = await outside("https://127.0.0.1:1", { exec });
  assert.equal(await connection.token(), "1");
  await connection.refresh();
  assert.equal(await connection.token(), "2");
  connection.close();
});

test("what fetch cannot do is refused with a reason", async () => {
  const server = "https://127.0.0.1:1";
  const why = async (...args: Parameters<typeof outside>) =>
    await outside(...args).then(() => "connected", (error: Error) => error.message);
  const head = 'Cannot connect with kubeconfig context "c": ';
  assert.deepEqual(
    [
      await why(server, { token: "t" }, { "insecure-skip-tls-verify": true }),
      await why(server, { token: "t" }, { "tls-server-name": "other" }),
      await why("http://127.0.0.1:1", { token: "t" }),
      await why(server, { username: "u", password: "p" }),
      await why(server, { token: "t", as: "someone" }),
      await why(server, { token: "t" }, {}, "nowhere"),
    ],
    [
      `${head}insecure-skip-tls-verify is not supported, give certificate-authority instead`,
      `${head}tls-server-name is not supported`,
      `${head}http://127.0.0.1:1 is not https`,
      `${head}user name and password are not supported by Kubernetes any more`,
      `${head}impersonation is not supported`,
      'Cannot connect with kubeconfig context "nowhere": it names no cluster',
    ],
  );
});
