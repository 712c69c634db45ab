/** The agent's image, made without a registry: Debian's git with its libraries, busybox for Debian's tools, Deno, and the agent runtime. */

import { agentPrograms } from "../../deploy/agent/bundle.ts";
import { agentArguments } from "../../deploy/agent/start.ts";
import { bundle } from "../../deploy/image/bundle.ts";
import { run } from "./command.ts";
import type { Cluster } from "./cluster.ts";
import { addBusybox, writeImage } from "./images.ts";
import { addProgram } from "./programs.ts";
import config from "../../deno.json" with { type: "json" };

/** The name by which the script template knows it. */
export const agentImage = `ghcr.io/kubetask/agent:${config.version}`;

/** What the other end of a connection is started by, and who speaks HTTP. */
const gitPrograms = ["git-upload-pack", "git-receive-pack", "git-upload-archive"];
const transports = ["git-remote-http", "git-remote-https"];

/** Gives it to the node of a cluster. */
export async function provideAgentImage(cluster: Pick<Cluster, "importImage">): Promise<void> {
  const archive = await Deno.makeTempFile({ suffix: ".tar" });
  try {
    await writeAgentImage(archive);
    await cluster.importImage(archive);
  } finally {
    await Deno.remove(archive);
  }
}

/** Writes an image archive as deploy/agent/Dockerfile makes it, but for Node. */
export async function writeAgentImage(archive: string): Promise<void> {
  const start = {
    Entrypoint: ["deno", ...agentArguments("/kubetask/agent.js")],
    User: "65532:65532",
    WorkingDir: "/workspace",
    Env: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/home/agent", "DENO_DIR=/nonexistent"],
  };
  await writeImage(archive, [agentImage], start, async (root) => {
    await addBusybox(root);
    await addProgram(root, Deno.execPath(), "/usr/local/bin/deno");
    await addGit(root);
    await Deno.mkdir(`${root}/kubetask`);
    for (const [file, module] of Object.entries(agentPrograms)) await bundle(`${root}/kubetask/${file}`, module);
    const usage = ["deno", ...agentArguments("/kubetask/usage.js")].join(" ");
    await Deno.writeTextFile(`${root}/usr/local/bin/usage`, `#!/bin/sh\nexec ${usage} "$@"\n`, { mode: 0o755 });
    for (const folder of ["/home/agent", "/workspace"]) {
      await Deno.mkdir(`${root}${folder}`, { recursive: true });
      await Deno.chmod(`${root}${folder}`, 0o1777);
    }
  });
}

async function addGit(root: string): Promise<void> {
  const folder = (await run(["git", "--exec-path"])).trim();
  await addProgram(root, "/usr/bin/git");
  for (const name of transports) await addProgram(root, `${folder}/${name}`);
  for (const name of gitPrograms) await Deno.symlink("git", `${root}/usr/bin/${name}`);
  await Deno.symlink("/usr/bin/git", `${root}${folder}/git`);
  await Deno.mkdir(`${root}/usr/share/git-core/templates`, { recursive: true });
}
