import assert from "node:assert/strict";
import { Health } from "../../kernel/health.ts";
import { jsonLog } from "../../kernel/log.ts";
import { Metrics } from "../../kernel/metrics/metrics.ts";
import { addressOf, serve } from "../../kernel/serve.ts";
import { FakeClock } from "./fake_clock.ts";
import { soon } from "./soon.ts";

const strict = { sanitizeOps: true, sanitizeResources: true };
const anyPort = { hostname: "127.0.0.1", port: 0 };

/** A port of its own, closed at the end of the test. */
class Port implements AsyncDisposable {
  readonly metrics = new Metrics();
  readonly health = new Health(new FakeClock());
  readonly logged: string[] = [];
  readonly log = jsonLog(
    (line) => this.logged.push((JSON.parse(line) as { message: string }).message),
    new FakeClock(),
  );
  readonly #stop = new AbortController();
  readonly port: number;
  readonly #ended: Promise<void>;

  constructor() {
    const { port, ended } = serve(anyPort, { ...this, signal: this.#stop.signal });
    [this.port, this.#ended] = [port, ended];
  }

  async ask(path: string, method = "GET"): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { method });
    return `${response.status} ${response.headers.get("content-type")} ${await response.text()}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await soon(this.#ended, "the end of the server");
  }
}

function test(law: string, body: () => Promise<void>): void {
  Deno.test(law, strict, body);
}

const plain = "text/plain; charset=utf-8";

test("metrics come in the content type that Prometheus expects", async () => {
  await using port = new Port();
  port.metrics.counter({ name: "jobs_total", help: "Jobs." }).add();
  const text = "# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total 1\n";
  assert.equal(await port.ask("/metrics"), `200 text/plain; version=0.0.4; charset=utf-8 ${text}`);
});

test("health says ok, or which checks fail and why", async () => {
  await using port = new Port();
  const verdicts: Record<string, string | undefined> = {};
  const never = new AbortController().signal;
  port.health.add({ name: "a", alive: () => verdicts.a, ready: () => undefined }, never);
  port.health.add({ name: "b", alive: () => verdicts.b }, never);
  assert.equal(await port.ask("/healthz"), `200 ${plain} ok`);
  assert.equal(await port.ask("/healthz?verbose"), `200 ${plain} [+]a ok\n[+]b ok\nhealthz check passed\n`);
  assert.equal(await port.ask("/readyz?verbose"), `200 ${plain} [+]a ok\nreadyz check passed\n`);
  verdicts.b = "hangs";
  assert.equal(await port.ask("/healthz"), `500 ${plain} [+]a ok\n[-]b failed: hangs\nhealthz check failed\n`);
  assert.equal(await port.ask("/readyz"), `200 ${plain} ok`);
});

test("nothing else is served, and nothing that was asked comes back", async () => {
  await using port = new Port();
  for (const path of ["/", "/metrics/", "/healthz/ping", "/constructor", "/<script>"]) {
    assert.equal(await port.ask(path), `404 ${plain} 404 page not found\n`, path);
  }
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    assert.equal(await port.ask("/metrics", method), `405 ${plain} 405 method not allowed\n`, method);
  }
  assert.equal(await port.ask("/healthz", "HEAD"), `200 ${plain} `);
  assert.equal(await port.ask("/healthz?verbose=<script>"), `200 ${plain} healthz check passed\n`);
});

test("a request that makes no sense is refused, and neither its words nor an error come into the log", async () => {
  await using port = new Port();
  for (const request of ["GET /metrics HTTP/1.1\r\nHost: <a b>", "GET http://[::bad/metrics HTTP/1.1\r\nHost: x"]) {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: port.port });
    await connection.write(new TextEncoder().encode(`${request}\r\nConnection: close\r\n\r\n`));
    assert.match(await new Response(connection.readable).text(), /^HTTP\/1.1 404 /);
  }
  assert.deepEqual(port.logged, []);
});

test("a number that cannot be told is a bug that is logged, and the port goes on", async () => {
  await using port = new Port();
  port.metrics.gauges(() => {
    throw new TypeError("a bug");
  }, new AbortController().signal);
  assert.equal(await port.ask("/metrics"), `500 ${plain} 500 internal error\n`);
  assert.deepEqual(port.logged, ["Cannot answer a request"]);
  assert.equal(await port.ask("/healthz"), `200 ${plain} ok`);
});

test("clients that connect and say nothing, or half a request, keep neither others nor the end waiting", async () => {
  const silent: Deno.Conn[] = [];
  {
    await using port = new Port();
    for (let count = 0; count < 100; count++) {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port: port.port });
      if (count % 2) await connection.write(new TextEncoder().encode("GET /healthz HT"));
      silent.push(connection);
    }
    assert.equal(await soon(port.ask("/healthz"), "an answer beside silent clients"), `200 ${plain} ok`);
  }
  for (const connection of silent) connection.close();
});

test("an address that someone else has cannot be served", async () => {
  await using port = new Port();
  const signal = new AbortController().signal;
  assert.throws(() => serve({ ...anyPort, port: port.port }, { ...port, signal }), Deno.errors.AddrInUse);
});

Deno.test("an address is an IP address and a port", () => {
  assert.deepEqual(addressOf("0.0.0.0:8080"), { hostname: "0.0.0.0", port: 8080 });
  assert.deepEqual(addressOf("[::]:0"), { hostname: "::", port: 0 });
  for (
    const wrong of [
      ":8080",
      "8080",
      "0.0.0.0",
      "0.0.0.0:",
      "0.0.0.0:65536",
      "::8080",
      "[::1:80",
      "::]:80",
      "example.com:80",
      "1.2.3.4:-1",
    ]
  ) {
    assert.throws(() => addressOf(wrong), TypeError, wrong);
  }
});
