/** The agent runtime as it is in the image: one file, started as there. */

import { agentPrograms } from "../../deploy/agent/bundle.ts";
import { agentArguments } from "../../deploy/agent/start.ts";
import { bundle } from "../../deploy/image/bundle.ts";

/** Makes it in a folder of its own, gives the command that starts it, and removes it. */
export async function withBundledRuntime(use: (command: readonly string[]) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "kubetask-runtime-" });
  try {
    await bundle(`${folder}/agent.js`, agentPrograms["agent.js"]);
    await use([Deno.execPath(), ...agentArguments(`${folder}/agent.js`)]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
