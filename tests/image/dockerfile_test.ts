import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { executable } from "../../deploy/image/compile.ts";
import { inPod } from "../../deploy/permissions.ts";

const root = new URL("../..", import.meta.url).pathname;

/** The instructions of each stage, one a line; before the first are those for all. */
const [common = [], build = [], final = []] = Deno.readTextFileSync(`${root}Dockerfile`).replaceAll(/ *\\\n */g, " ")
  .replaceAll(/^#.*\n/gm, "").split(/^(?=FROM )/m).map((stage) => stage.trim().split("\n"));

Deno.test("the image has the executable and nothing else, for a user who is not root", () => {
  const [, port] = inPod.listen.split(":");
  assert.deepEqual(final.filter((line) => !/^(ARG|LABEL) /.test(line)), [
    "FROM ${BASE_IMAGE}",
    `COPY --from=build /src/${executable} /kubetask`,
    "USER 65532:65532",
    `EXPOSE ${port}`,
    'ENTRYPOINT ["/kubetask"]',
  ]);
  assert.match(common.join("\n"), /^ARG BASE_IMAGE=gcr\.io\/distroless\/cc-debian12:nonroot$/m);
  assert.ok(final.includes(`ARG VERSION=${config.version}`));
});

Deno.test("the image is built by the version of Deno that the tests run with, through the task", () => {
  assert.match(
    common.join("\n"),
    new RegExp(`^ARG DENO_IMAGE=docker\\.io/denoland/deno:debian-${Deno.version.deno}$`, "m"),
  );
  assert.equal(build.at(-1), "RUN deno task compile");
});
