/** The agent image's recipe says what the tests' own image is made of, and what the templates expect. */

import assert from "node:assert/strict";
import { load } from "js-yaml";
import { agentExamples } from "../../deploy/agent_examples.ts";
import { agentPrograms } from "../../deploy/agent/bundle.ts";
import { agentArguments } from "../../deploy/agent/start.ts";
import { builtinTemplateWith } from "../../render/builtin_template.ts";
import type { Job } from "../../render/job.ts";
import config from "../../deno.json" with { type: "json" };

const text = Deno.readTextFileSync(new URL("../../deploy/agent/Dockerfile", import.meta.url));
const lines = text.replaceAll(/ *\\\n */g, " ").split("\n");

Deno.test("the image starts the runtime as the tests do, for a user who is not root", () => {
  const entrypoint = lines.find((line) => line.startsWith("ENTRYPOINT "))?.slice("ENTRYPOINT ".length) ?? "";
  assert.deepEqual(JSON.parse(entrypoint), ["deno", ...agentArguments("/kubetask/agent.js")]);
  assert.ok(lines.includes(`exec ${["deno", ...agentArguments("/kubetask/usage.js")].join(" ")} "$@"`));
  const files = Object.keys(agentPrograms).map((file) => `/src/dist/${file}`).join(" ");
  assert.ok(lines.includes(`COPY --from=build ${files} /kubetask/`));
  const users = lines.filter((line) => line.startsWith("USER ")).map((line) => line.slice("USER ".length));
  assert.equal(users.at(-1), "65532:65532");
  assert.equal(users.filter((user) => user === "0").length, users.length / 2 - 0.5);
});

Deno.test("the image is built by the version of Deno that the tests run with, and of this version", () => {
  assert.ok(lines.includes(`ARG DENO_IMAGE=docker.io/denoland/deno:debian-${Deno.version.deno}`));
  assert.ok(lines.includes(`ARG VERSION=${config.version}`));
});

Deno.test("the built-in template names the image of this version", () => {
  assert.ok(builtinTemplateWith().includes(`image: "ghcr.io/kubetask/agent:${config.version}"\n`));
});

Deno.test("every package from npm is pinned, and none runs a script of its own", () => {
  const installs = lines.filter((line) => line.includes("npm install"));
  assert.equal(installs.length, 3);
  for (const line of installs) {
    assert.match(line, /npm install --global --ignore-scripts .* @[\w-]+\/[\w-]+@\d+\.\d+\.\d+ && /);
  }
});

Deno.test("each template's image has a stage, whose command does what the template's does", () => {
  for (const [path, manifest] of Object.entries(agentExamples)) {
    const name = path.split("/").at(-1)?.replace(".yaml", "") ?? "";
    const { data } = load(manifest()) as { data: Record<string, string> }; // our own file
    const job = load((data["agent-template.yaml"] ?? "").replaceAll(/\{\{.*?\}\}/g, "")) as Job;
    const [agent] = job.spec?.template.spec?.containers ?? [];
    const repository = `ghcr.io/kubetask/agent${name === "script" ? "" : `-${name}`}`;
    assert.equal(agent?.image, `${repository}:${config.version}`);
    const stage = text.split(`FROM runtime AS ${name}\n`)[1]?.split("\nFROM ")[0] ?? "";
    const command = JSON.parse(/^CMD (.*)$/m.exec(stage)?.[1] ?? "null") as string[];
    if (name === "script") assert.match(command.at(-1) ?? "", /\/script\.sh/);
    else assert.deepEqual(command.slice(0, 4), agent?.args?.slice(0, 4));
  }
});
