/** The operator's image, made without a registry: Deno, the libraries it links, and the bundle, started as in production. */

import { bundle } from "../../deploy/image/bundle.ts";
import { startArguments } from "../../deploy/image/start.ts";
import { image } from "../../deploy/operator.ts";
import { run } from "./command.ts";
import { writeImage } from "./images.ts";

/** Writes an image archive under the name that the manifests give. There is no shell in it, and no user but a number. */
export async function writeOperatorImage(archive: string): Promise<void> {
  const start = {
    Entrypoint: ["/deno", ...startArguments("/kubetask.js")],
    User: "65532:65532",
    Env: ["DENO_DIR=/nonexistent"],
  };
  await writeImage(archive, [image], start, async (root) => {
    await bundle(`${root}/kubetask.js`);
    await Deno.copyFile(Deno.execPath(), `${root}/deno`);
    for (const library of await librariesOf(Deno.execPath())) {
      await Deno.mkdir(`${root}${library.slice(0, library.lastIndexOf("/"))}`, { recursive: true });
      await Deno.copyFile(library, `${root}${library}`);
    }
  });
}

/** `ldd` prints `name => /path (address)`, and the loader's path alone. */
async function librariesOf(program: string): Promise<string[]> {
  const printed = await run(["ldd", program]);
  return [...printed.matchAll(/^\s(?:\S+ => )?(\/\S+) \(/gm)].map(([, path]) => path!);
}
