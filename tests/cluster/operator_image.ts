/** The operator's image, made without a registry: Deno, the libraries it links, and the bundle, started as in production. */

import { bundle } from "../../deploy/image/bundle.ts";
import { startArguments } from "../../deploy/image/start.ts";
import { image } from "../../deploy/operator.ts";
import { writeImage } from "./images.ts";
import { addProgram } from "./programs.ts";

/** Writes an image archive under the name that the manifests give. There is no shell in it, and no user but a number. */
export async function writeOperatorImage(archive: string): Promise<void> {
  const start = {
    Entrypoint: ["/deno", ...startArguments("/kubetask.js")],
    User: "65532:65532",
    Env: ["DENO_DIR=/nonexistent"],
  };
  await writeImage(archive, [image], start, async (root) => {
    await bundle(`${root}/kubetask.js`);
    await addProgram(root, Deno.execPath(), "/deno");
  });
}
