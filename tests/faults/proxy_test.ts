/** Each thing that the proxy can do, seen from both its sides. */

import assert from "node:assert/strict";
import { createServer } from "node:https";
import { joined } from "../../kernel/chunks.ts";
import { build } from "../cluster/binaries.ts";
import { issue } from "../cluster/certificates.ts";
import { soon } from "../kernel/soon.ts";
import { FaultProxy, type Hooks, type Upstream } from "./proxy.ts";
import { Wire } from "./wire.ts";

const folder = await Deno.makeTempDir({ prefix: "kubetask-proxy-" });
await issue(await build(["certificates"], console.log), folder, [
  { name: "server", commonName: "server", hosts: ["127.0.0.1"] },
]);
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const [cert, key, ca] = ["server.crt", "server.key", "ca.crt"].map((file) =>
  Deno.readTextFileSync(`${folder}/${file}`)
);
if (!cert || !key || !ca) throw new Error("Cannot read the certificates of the test: a file is empty");

interface Server extends Upstream, AsyncDisposable {
  /** `POST /path body`, in the order of arrival. */
  readonly asked: string[];
}

/** An API server that says its name, or of a watch these lines, which it leaves open. */
async function aServer(name: string, lines: readonly string[] = []): Promise<Server> {
  const asked: string[] = [];
  const server = createServer({ cert, key }, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    asked.push([request.method, request.url, body].filter((part) => part).join(" "));
    if (!request.url?.includes("watch=true")) return response.end(name);
    for (const line of lines) response.write(`${line}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number }; // a TCP server's
  return {
    hostname: "127.0.0.1",
    port,
    ca: ca ?? "",
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function aProxy(upstream: Upstream, hooks: Hooks = {}): Promise<FaultProxy> {
  const proxy = await FaultProxy.start({ upstream, cert: cert ?? "", key: key ?? "" });
  proxy.hooks = hooks;
  return proxy;
}

/** A caller's connection, on which every byte shows. */
class Caller implements Disposable {
  private constructor(private readonly wire: Wire) {}

  static async to({ url }: FaultProxy): Promise<Caller> {
    const { port } = new URL(url);
    return new Caller(
      new Wire(await Deno.connectTls({ hostname: "127.0.0.1", port: Number(port), caCerts: [ca ?? ""] })),
    );
  }

  /** Status and body of the answer, or how the connection ended without one. */
  async ask(method: string, path: string, body = ""): Promise<string> {
    try {
      const head = await soon(this.#send(method, path, body), "an answer");
      if (!head) return "FIN";
      return `${head.first[1]} ${text(await this.wire.wholeBody(head))}`;
    } catch (error) {
      return endOf(error);
    }
  }

  /** All that a watch brings until it ends in some way, and that way. */
  async watch(): Promise<string> {
    const head = await soon(this.#send("GET", "/apis/batch/v1/jobs?watch=true", ""), "an answer");
    const pieces: Uint8Array[] = [];
    if (!head) return "FIN";
    const all = async () => {
      for await (const piece of this.wire.body(head)) pieces.push(piece);
    };
    const end = await soon(all().then(() => "end", endOf), "the end of the watch");
    return `${text(joined(pieces))}|${end}`;
  }

  async #send(method: string, path: string, body: string) {
    const headers = new Headers({ host: "127.0.0.1", "user-agent": "caller", authorization: "Bearer secret" });
    await this.wire.send({ first: [method, path, "HTTP/1.1"], headers }, new TextEncoder().encode(body));
    return await this.wire.head();
  }

  [Symbol.dispose](): void {
    this.wire.close();
  }
}

function endOf(error: unknown): string {
  if (error instanceof Deno.errors.ConnectionReset) return "RST";
  if (error instanceof Deno.errors.UnexpectedEof) return "FIN";
  throw error;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function test(law: string, body: () => Promise<void>): void {
  Deno.test({ name: law, sanitizeOps: true, sanitizeResources: true, fn: body });
}

const jobs = "/apis/batch/v1/namespaces/team/jobs";

test("requests and answers pass, several on one connection, and hooks understand them", async () => {
  await using server = await aServer("real");
  const seen: unknown[] = [];
  await using proxy = await aProxy(server, {
    request({ verb, resource, namespace, name, userAgent }) {
      seen.push([verb, resource, namespace, name, userAgent]);
      return "pass";
    },
    answer(_, status) {
      seen.push(status);
      return "pass";
    },
  });
  using caller = await Caller.to(proxy);
  assert.equal(await caller.ask("GET", `${jobs}/one`), "200 real");
  assert.equal(await caller.ask("POST", jobs, '{"metadata":{"name":"two"}}'), "200 real");
  assert.equal(await caller.ask("PATCH", `${jobs}/two/status?force=true`, "{}"), "200 real");
  assert.equal(await caller.ask("GET", "/api/v1/namespaces/team"), "200 real");
  assert.deepEqual(seen, [
    ["get", "jobs", "team", "one", "caller"],
    200,
    ["create", "jobs", "team", "two", "caller"],
    200,
    ["patch", "jobs/status", "team", "two", "caller"],
    200,
    ["get", "namespaces", "", "team", "caller"],
    200,
  ]);
  assert.deepEqual(server.asked, [
    `GET ${jobs}/one`,
    `POST ${jobs} {"metadata":{"name":"two"}}`,
    `PATCH ${jobs}/two/status?force=true {}`,
    "GET /api/v1/namespaces/team",
  ]);
});

for (const [fate, end] of [["hang up", "FIN"], ["reset", "RST"]] as const) {
  test(`a request that is lost (${end}) never reaches the server`, async () => {
    await using server = await aServer("real");
    await using proxy = await aProxy(server, { request: () => fate });
    using caller = await Caller.to(proxy);
    assert.equal(await caller.ask("POST", jobs, "{}"), end);
    assert.deepEqual(server.asked, []);
  });

  test(`an answer that is lost (${end}) was the server's`, async () => {
    await using server = await aServer("real");
    await using proxy = await aProxy(server, { answer: () => fate });
    using caller = await Caller.to(proxy);
    assert.equal(await caller.ask("POST", jobs, "{}"), end);
    assert.deepEqual(server.asked, [`POST ${jobs} {}`]);
  });
}

test("a reply of the proxy's own does not trouble the server", async () => {
  await using server = await aServer("real");
  await using proxy = await aProxy(server, {
    request: () => ({ status: 429, headers: { "retry-after": "7" }, body: { reason: "TooManyRequests" } }),
  });
  const client = Deno.createHttpClient({ caCerts: [ca ?? ""] });
  const response = await fetch(proxy.url + jobs, { client });
  const said = [response.status, response.headers.get("retry-after"), await response.json()];
  client.close();
  assert.deepEqual(said, [429, "7", { reason: "TooManyRequests" }]);
  assert.deepEqual(server.asked, []);
});

test("a request waits for its hook", async () => {
  await using server = await aServer("real");
  const waiting = Promise.withResolvers<void>();
  await using proxy = await aProxy(server, {
    request: () => waiting.promise.then(() => "pass" as const),
  });
  using caller = await Caller.to(proxy);
  const answer = caller.ask("GET", jobs);
  assert.deepEqual(server.asked, []);
  waiting.resolve();
  assert.equal(await answer, "200 real");
});

const events = ["one", "zwölf", "three"];

const streams: { what: string; event: Hooks["event"]; seen: string }[] = [
  {
    what: "ends as the server would end it",
    event: async (stream, line) => text(line) === "three" ? await stream.end() : await stream.send(line),
    seen: "one\nzwölf\n|end",
  },
  {
    what: "is cut off (FIN) between two events",
    event: async (stream, line) => text(line) === "three" ? stream.hangUp() : await stream.send(line),
    seen: "one\nzwölf\n|FIN",
  },
  {
    what: "is cut off (FIN) in the middle of a line",
    async event(stream, line) {
      if (text(line) !== "three") return await stream.send(line);
      await stream.sendRaw(line.subarray(0, 2));
      stream.hangUp();
    },
    seen: "one\nzwölf\nth|FIN",
  },
  {
    what: "ends cleanly in the middle of a character",
    async event(stream, line) {
      if (text(line) === "one") return await stream.send(line);
      await stream.sendRaw(line.subarray(0, 3));
      await stream.end();
    },
    seen: "one\nzw\uFFFD|end",
  },
  {
    what: "loses an event",
    event: async (stream, line) => {
      if (text(line) !== "one") await stream.send(line);
      if (text(line) === "three") await stream.end();
    },
    seen: "zwölf\nthree\n|end",
  },
  {
    what: "brings an event twice",
    event: async (stream, line) => {
      await stream.send(line);
      if (text(line) === "one") await stream.send(line);
      if (text(line) === "three") await stream.end();
    },
    seen: "one\none\nzwölf\nthree\n|end",
  },
];

for (const { what, event, seen } of streams) {
  test(`a watch ${what}`, async () => {
    await using server = await aServer("real", events);
    await using proxy = await aProxy(server, { event });
    using caller = await Caller.to(proxy);
    assert.equal(await caller.watch(), seen);
  });
}

test("a watch breaks (RST)", async () => {
  await using server = await aServer("real", events);
  await using proxy = await aProxy(server, { event: (stream) => stream.reset() });
  using caller = await Caller.to(proxy);
  assert.match(await caller.watch().catch(endOf), /RST$/);
});

test("a frozen watch says nothing more and does not end; a broken one ends, and the proxy works again", async () => {
  await using server = await aServer("real", events);
  const frozen = Promise.withResolvers<void>();
  await using proxy = await aProxy(server, {
    async event(stream, line) {
      stream.freeze();
      await stream.send(line);
      frozen.resolve();
    },
  });
  using caller = await Caller.to(proxy);
  const watched = caller.watch().catch(endOf);
  await frozen.promise;
  using other = await Caller.to(proxy);
  assert.equal(await other.ask("GET", jobs), "200 real");
  proxy.resetAll();
  assert.match(await watched, /^(\|)?RST$/);
});

test("another server can take the place of the first", async () => {
  await using first = await aServer("first");
  await using second = await aServer("second");
  await using proxy = await aProxy(first);
  using before = await Caller.to(proxy);
  assert.equal(await before.ask("GET", jobs), "200 first");
  proxy.switchTo(second);
  assert.equal(await before.ask("GET", jobs), "RST");
  using after = await Caller.to(proxy);
  assert.equal(await after.ask("GET", jobs), "200 second");
});

test("requests go to the server that a hook chooses, on one connection", async () => {
  await using first = await aServer("first");
  await using second = await aServer("second");
  await using proxy = await aProxy(first, { behind: ({ verb }) => verb === "create" ? second : undefined });
  using caller = await Caller.to(proxy);
  assert.equal(await caller.ask("GET", jobs), "200 first");
  assert.equal(await caller.ask("POST", jobs, "{}"), "200 second");
  assert.equal(await caller.ask("GET", jobs), "200 first");
  assert.deepEqual([first.asked, second.asked], [[`GET ${jobs}`, `GET ${jobs}`], [`POST ${jobs} {}`]]);
});

test("a hook hears of a watch once it has begun, before its events, and of no other request", async () => {
  await using server = await aServer("real", events);
  const seen: string[] = [];
  await using proxy = await aProxy(server, {
    begun: ({ request }) => void seen.push(`${request.verb} ${request.resource}`),
    async event(stream, line) {
      seen.push(text(line));
      if (text(line) === "three") await stream.end();
    },
  });
  using caller = await Caller.to(proxy);
  assert.equal(await caller.ask("GET", jobs), "200 real");
  assert.equal(await caller.watch(), "|end");
  assert.deepEqual(seen, ["watch jobs", ...events]);
});

test("connections that are left half-open neither say anything nor end, and new ones work", async () => {
  await using server = await aServer("real");
  await using proxy = await aProxy(server);
  using before = await Caller.to(proxy);
  assert.equal(await before.ask("GET", jobs), "200 real");
  proxy.freezeOpen();
  const unheard = before.ask("POST", jobs, "{}");
  using after = await Caller.to(proxy);
  assert.equal(await after.ask("GET", jobs), "200 real");
  assert.deepEqual(server.asked, [`GET ${jobs}`, `GET ${jobs}`]);
  proxy.resetAll();
  assert.equal(await unheard, "RST");
});

test("while all stands still new connections do too, until they are broken", async () => {
  await using server = await aServer("real");
  await using proxy = await aProxy(server);
  using before = await Caller.to(proxy);
  proxy.freeze();
  using late = await Caller.to(proxy);
  const unheard = [before.ask("POST", jobs, "{}"), late.ask("POST", jobs, "{}")];
  // By then they would have been heard.
  await using beside = await aProxy(server);
  using witness = await Caller.to(beside);
  assert.equal(await witness.ask("GET", jobs), "200 real");
  assert.deepEqual(server.asked, [`GET ${jobs}`]);
  proxy.resetAll();
  assert.deepEqual(await Promise.all(unheard), ["RST", "RST"]);
  using after = await Caller.to(proxy);
  assert.equal(await after.ask("GET", jobs), "200 real");
  assert.deepEqual(server.asked, [`GET ${jobs}`, `GET ${jobs}`]);
});
