import assert from "node:assert/strict";
import { api } from "../../../kernel/api.ts";
import { Metrics } from "../../../kernel/metrics/metrics.ts";
import { requestMeter } from "../../../kernel/metrics/requests.ts";
import { aConnection } from "../a_connection.ts";
import { BadServer } from "../bad_server.ts";
import { aChild, Child } from "../family.ts";
import { FakeClock } from "../fake_clock.ts";

Deno.test("every request is counted by what became of it, and timed, whatever it names", {
  sanitizeOps: true,
  sanitizeResources: true,
}, async () => {
  await using server = await BadServer.start();
  using connection = aConnection(server.url);
  const [clock, metrics] = [new FakeClock(), new Metrics()];
  const { get, create } = api(connection, { clock, meter: requestMeter(metrics, server.url) });
  for (const name of ["canary", "canary/../x", "{canary}"]) {
    const answered = get(Child, "canary", name);
    const request = await server.next();
    clock.advance(1_500);
    request.answer(404, {});
    await answered;
  }
  const refused = create(Child, aChild("canary"));
  (await server.next()).answer(409, {});
  await assert.rejects(refused);
  const late = get(Child, "canary", "canary");
  await server.next();
  clock.advance(30_000);
  await assert.rejects(late);

  const host = `host="${new URL(server.url).host}"`;
  const lines = metrics.text().split("\n").filter((line) => line && !/^#|_bucket/.test(line));
  assert.deepEqual(lines, [
    `rest_client_requests_total{code="404",method="GET",${host}} 3`,
    `rest_client_requests_total{code="409",method="POST",${host}} 1`,
    `rest_client_requests_total{code="<error>",method="GET",${host}} 1`,
    `rest_client_request_duration_seconds_sum{verb="GET",${host}} 34.5`,
    `rest_client_request_duration_seconds_count{verb="GET",${host}} 4`,
    `rest_client_request_duration_seconds_sum{verb="POST",${host}} 0`,
    `rest_client_request_duration_seconds_count{verb="POST",${host}} 1`,
  ]);
  assert.doesNotMatch(metrics.text(), /canary/);
});
