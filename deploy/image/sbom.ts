/** `deno task sbom`: what the bundle is made of, as CycloneDX JSON. Read from the bundle itself, so it tells what is really in there. */

import { createHash } from "node:crypto";
import config from "../../deno.json" with { type: "json" };
import { bundle, bundleFile } from "./bundle.ts";

export const sbomFile = "dist/kubetask.cdx.json";

/** The text of `deno.lock` as far as it is read here. */
interface Lock {
  npm: Record<string, { integrity: string }>;
}

/** The same bundle has the same text: there is neither a time nor a random number in it. */
export function sbomOf(bundle: string, lock: Lock): string {
  const operator = {
    type: "application",
    "bom-ref": "kubetask",
    name: "kubetask",
    version: config.version,
    hashes: [{ alg: "SHA-256", content: createHash("sha256").update(bundle).digest("hex") }],
  };
  const components = packagesIn(bundle).map((found) => componentOf(found, lock));
  const sbom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: operator },
    components,
    dependencies: [
      { ref: operator["bom-ref"], dependsOn: components.map((component) => component["bom-ref"]) },
      ...components.map((component) => ({ ref: component["bom-ref"] })),
    ],
  };
  return `${JSON.stringify(sbom, null, 2)}\n`;
}

interface Package {
  readonly name: string;
  readonly version: string;
}

/** The bundler names each module before its text; see bundle.ts for how those of packages look. */
export function packagesIn(bundle: string): Package[] {
  const found = [...bundle.matchAll(/^ *(?:\/\/ |")npm:((?:@[^/\n]+\/)?[^/\n]+)\/([^/\n]+)\//gm)];
  const names = new Set(found.map(([, name, version]) => `${name}@${version}`));
  return [...names].sort().map((text) => {
    const at = text.lastIndexOf("@");
    return { name: text.slice(0, at), version: text.slice(at + 1) };
  });
}

function componentOf({ name, version }: Package, { npm }: Lock) {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const integrity = npm[`${name}@${version}`]?.integrity;
  if (!integrity?.startsWith("sha512-")) throw new Error(`Cannot describe ${name}@${version}: it is not in deno.lock`);
  const content = Uint8Array.fromBase64(integrity.slice("sha512-".length)).toHex();
  return { type: "library", "bom-ref": purl, name, version, purl, hashes: [{ alg: "SHA-512", content }] };
}

if (import.meta.main) {
  const root = new URL("../..", import.meta.url).pathname;
  await bundle(`${root}${bundleFile}`);
  const read = (file: string) => Deno.readTextFile(`${root}${file}`);
  // Written by Deno.
  const lock = JSON.parse(await read("deno.lock")) as Lock;
  await Deno.writeTextFile(`${root}${sbomFile}`, sbomOf(await read(bundleFile), lock));
  console.log(sbomFile);
}
