/** `deno task agent`: the programs of the agent image, each as one JavaScript file. */

import { bundle } from "../image/bundle.ts";

const root = new URL("../..", import.meta.url).pathname;

/** Name of the file, and the module that it is made of. */
export const agentPrograms = { "agent.js": "deploy/agent/main.ts", "usage.js": "deploy/agent/usage.ts" };

if (import.meta.main) {
  for (const [file, module] of Object.entries(agentPrograms)) {
    await bundle(`${root}dist/${file}`, module);
    console.log(`dist/${file}`);
  }
}
