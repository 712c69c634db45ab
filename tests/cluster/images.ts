/** Images for a node that reaches no registry: one with busybox and nothing else, and the one every pod begins with. */

import { createHash } from "node:crypto";
import { run } from "./command.ts";

export const pauseImage = "kubetask.io/pause:1";
export const busyboxImage = "kubetask.io/busybox:1";

/** Writes an image archive whose only program is the `pause` of `bin`. */
export async function writePauseImage(archive: string, bin: string): Promise<void> {
  await writeImage(archive, [pauseImage], { Cmd: ["/pause"] }, async (root) => {
    await Deno.copyFile(`${bin}/pause`, `${root}/pause`);
  });
}

/** Writes an image archive with busybox's programs, known under its own name and `names`. */
export async function writeBusyboxImage(archive: string, names: readonly string[]): Promise<void> {
  await writeImage(archive, [busyboxImage, ...names], { Cmd: ["/bin/sh"], Env: ["PATH=/bin"] }, addBusybox);
}

/** A shell and what scripts call, with the files and folders that they expect. */
export async function addBusybox(root: string): Promise<void> {
  await Deno.mkdir(`${root}/bin`);
  await Deno.copyFile("/bin/busybox", `${root}/bin/busybox`);
  for (const program of (await run(["/bin/busybox", "--list"])).trim().split("\n")) {
    if (program !== "busybox") await Deno.symlink("busybox", `${root}/bin/${program}`);
  }
  await Deno.mkdir(`${root}/etc`);
  await Deno.writeTextFile(`${root}/etc/passwd`, "root:x:0:0:root:/root:/bin/sh\n");
  await Deno.mkdir(`${root}/root`);
  await Deno.mkdir(`${root}/tmp`);
  await Deno.chmod(`${root}/tmp`, 0o1777);
}

/** How a container of an image starts, in the words of the OCI image specification. */
export interface ImageStart {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
}

/** The format of `docker save`: one layer, its configuration, and a manifest that names both. */
export async function writeImage(
  archive: string,
  names: readonly string[],
  start: ImageStart,
  fill: (root: string) => Promise<void>,
): Promise<void> {
  const work = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${work}/root`);
    await fill(`${work}/root`);
    await pack(`${work}/layer.tar`, `${work}/root`, ".");
    const digest = createHash("sha256").update(await Deno.readFile(`${work}/layer.tar`)).digest("hex");
    const config = {
      architecture: Deno.build.arch === "aarch64" ? "arm64" : "amd64",
      os: "linux",
      config: start,
      rootfs: { type: "layers", diff_ids: [`sha256:${digest}`] },
    };
    const manifest = [{ Config: "config.json", RepoTags: [...new Set(names)], Layers: ["layer.tar"] }];
    await Deno.writeTextFile(`${work}/config.json`, JSON.stringify(config));
    await Deno.writeTextFile(`${work}/manifest.json`, JSON.stringify(manifest));
    await pack(archive, work, "manifest.json", "config.json", "layer.tar");
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

async function pack(archive: string, folder: string, ...entries: string[]): Promise<void> {
  await run(["tar", "--create", "--file", archive, "--owner=0", "--group=0", "--directory", folder, ...entries]);
}
