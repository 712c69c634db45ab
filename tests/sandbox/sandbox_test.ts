import assert from "node:assert/strict";
import { ask } from "./ask.ts";

/** Everything that was not refused as beyond the permissions or as code from a string, and why that is well. */
const neither = {
  // What it is for.
  "the API server": "Kubernetes",
  "its own port": "undefined",
  "the token": "token",
  "KUBETASK_AGENT_IMAGE": "agent",
  // There is nothing: the rest of the environment does not exist for it.
  "the variable HOME": "undefined",
  "the variable HOME, through Node": "undefined",
  "all variables": '{"KUBETASK_AGENT_IMAGE":"agent"}',
  "more permissions": "denied",
  // Refused by who loads modules, and by Node's own rules.
  "setTimeout with text": "TypeError: The … argument must be of type function. Received type string ('1')",
  "a module of another host": "TypeError: A remote specifier was requested: …, but --no-remote is specified.",
  "a package": "TypeError: npm specifiers were requested; but --no-npm is specified",
  "a package, by its name": "TypeError: Import … not a dependency",
  "a package of JSR": "TypeError: JSR package manifest for '@std/assert' failed to load. " +
    "A remote specifier was requested: …, but --no-remote is specified.",
  "a file as a module": "TypeError: Requires read access to …, run again with the --allow-read flag",
  "a Worker from a file": "Error: Requires read access to …, run again with the --allow-read flag",
  // Deno has no switch for these; what such code asks for is refused like all else.
  "code from text, by node:vm": "2",
  "code from text, by a data: module": "2",
  "code from bytes, by WebAssembly": "[object WebAssembly.Module]",
  "a signal to itself": "undefined",
};

const noCodeFromStrings = [
  "eval",
  "new Function",
  "the constructor of async functions",
  "the constructor of generators",
  "eval, by code of node:vm",
  "eval, by a Worker",
];

for (const program of ["bundle", "executable"] as const) {
  const isPossible = program === "bundle" || Deno.env.has("DENORT_BIN");
  Deno.test({
    name: `the operator's process gets what it is for and nothing else, as ${program}${
      isPossible ? "" : " (needs DENORT_BIN, the path of a denort)"
    }`,
    ignore: !isPossible,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn() {
      const answers = Object.entries(await ask(program));
      const withAnswer = (wanted: string) => answers.filter(([, answer]) => answer === wanted).map(([what]) => what);
      const others = answers.filter(([, answer]) => answer !== "NotCapable" && answer !== "EvalError");
      assert.deepEqual(Object.fromEntries(others), neither);
      assert.deepEqual(withAnswer("EvalError"), noCodeFromStrings);
      assert.equal(withAnswer("NotCapable").length, 67);
    },
  });
}
