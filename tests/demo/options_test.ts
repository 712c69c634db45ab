/** What the demo's options mean. */

import assert from "node:assert/strict";
import { requestOf } from "../../demo/options.ts";

const meanings: [string, ReturnType<typeof requestOf>][] = [
  ["", { do: "start", played: false }],
  ["--", { do: "start", played: false }],
  ["--played", { do: "start", played: true }],
  ["--stop", { do: "stop" }],
  ["-- --stop", { do: "stop" }],
  ["--context kind-dev", { do: "visit", context: "kind-dev", image: "busybox:1" }],
  ["--context=dev --image=local/shell:2", { do: "visit", context: "dev", image: "local/shell:2" }],
  ["--context dev --stop", { do: "leave", context: "dev" }],
  ["--stop --help", { do: "help" }],
];

for (const [line, request] of meanings) {
  Deno.test(`demo ${line} means ${JSON.stringify(request)}`, () => {
    assert.deepEqual(requestOf(line.split(" ").filter((word) => word)), request);
  });
}

const refused: [string, RegExp][] = [
  ["--frobnicate", /--frobnicate/],
  ["now", /now/],
  ["--context", /--context/],
  ["--context=", /--context needs the name of a context/],
  ["--image busybox:1", /--image is for a demo with --context/],
  ["--context dev --stop --image busybox:1", /--image is for a demo with --context/],
  ["--played --stop", /--played is for a demo on this machine/],
  ["--played --context dev", /--played is for a demo on this machine/],
];

for (const [line, message] of refused) {
  Deno.test(`demo ${line} is refused`, () => {
    assert.throws(() => requestOf(line.split(" ")), message);
  });
}
