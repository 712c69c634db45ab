import assert from "node:assert/strict";
import { dirname, relative, resolve } from "node:path";

// Needs --allow-read of the source files.

const root = resolve(import.meta.dirname!, "..");

/** Per folder: what of the project, and which packages, it may import. Folders of the project end in a slash. */
const allowed: Record<string, readonly string[]> = {
  "main.ts": [
    "filters/standard.ts",
    "filters/plugin.ts",
    "kernel/",
    "reconcilers/",
    "deploy/lease.ts",
    "deploy/permissions.ts",
    "deno.json",
  ],
  "kernel/": ["kernel/", "@kubernetes/client-node", "@bufbuild/protobuf/wire"],
  "crds/": ["crds/", "kernel/object.ts", "zod", "js-yaml"],
  "render/": [
    "render/",
    "kernel/object.ts",
    "crds/kinds.ts",
    "@kubernetes/client-node",
    "@noble/hashes/legacy.js",
    "@noble/hashes/sha2.js",
    "js-yaml",
    "re2js",
  ],
  "reconcilers/": [
    "reconcilers/",
    "render/",
    "crds/kinds.ts",
    "crds/result_limits.ts",
    "kernel/object.ts",
    "kernel/plan.ts",
    "@kubernetes/client-node",
  ],
  "filters/": [
    "filters/",
    "reconcilers/",
    "render/",
    "crds/",
    "kernel/clock.ts",
    "kernel/object.ts",
    "kernel/plan.ts",
    "deploy/crds.yaml",
    "deno.json",
    "handlebars",
    "handlebars/runtime",
    "js-yaml",
    "zod",
    "@kubernetes/client-node",
  ],
  // Runs in pods of its own, beside whatever the operator is.
  "deploy/agent/": ["deploy/agent/", "deploy/image/bundle.ts", "crds/", "zod"],
};

interface Import {
  readonly from: string;
  readonly of: string;
  /** Gone at run time. */
  readonly typeOnly: boolean;
  /** Loaded only when the code gets there. */
  readonly lazy: boolean;
}

function importsIn(path: string): Import[] {
  const source = Deno.readTextFileSync(`${root}/${path}`);
  const statements = source.matchAll(/^(?:import|export)\s+(type\s)?(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm);
  const dynamic = source.matchAll(/\bimport\((type )?"([^"]+)"\)/g);
  const toImport = ([, type, specifier = ""]: RegExpExecArray, lazy: boolean) => {
    const of = specifier.startsWith(".") ? relative(root, resolve(root, dirname(path), specifier)) : specifier;
    return { from: path, of, typeOnly: type !== undefined, lazy };
  };
  return [
    ...[...statements].map((found) => toImport(found, false)),
    ...[...dynamic].map((found) => toImport(found, true)),
  ];
}

function filesIn(place: string): string[] {
  if (!place.endsWith("/")) return [place];
  return [...Deno.readDirSync(`${root}/${place}`)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return filesIn(`${place}${name}/`);
    return name.endsWith(".ts") ? [`${place}${name}`] : [];
  });
}

/** All imports of a place, but those of the platform. */
function importsOf(place: string): Import[] {
  const imports = filesIn(place).flatMap(importsIn).filter(({ of }) => !of.startsWith("node:"));
  assert.notDeepEqual(imports, [], `${place} imports nothing at all: is it read right?`);
  return imports;
}

for (const [place, may] of Object.entries(allowed)) {
  Deno.test(`${place} imports only what it may`, () => {
    const wrong = importsOf(place).filter(({ of }) => {
      return !may.some((other) => other.endsWith("/") ? of.startsWith(other) : of === other);
    });
    assert.deepEqual(wrong, []);
  });
}

Deno.test("the Kubernetes client is imported for its types only, but for reading a kubeconfig outside a cluster", () => {
  const atRunTime = Object.keys(allowed).flatMap(importsOf)
    .filter(({ of, typeOnly }) => of === "@kubernetes/client-node" && !typeOnly);
  assert.deepEqual([...new Set(atRunTime.map(({ from }) => from))], ["kernel/connect.ts"]);
});

/** What is loaded at run time from `main.ts` on: all that may be, or what is before anything is asked for. */
function loaded(when: "ever" | "at the start"): string[] {
  const found = new Set<string>();
  const load = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    if (!path.endsWith(".ts")) return;
    for (const { of, typeOnly, lazy } of importsIn(path)) if (!typeOnly && (when === "ever" || !lazy)) load(of);
  };
  load("main.ts");
  return [...found];
}

Deno.test("no filter loads the compiler of report's templates: they were compiled when the project was", () => {
  assert.ok(loaded("ever").includes("handlebars/runtime"));
  assert.equal(loaded("ever").includes("handlebars"), false);
});

Deno.test("the operator loads neither a filter nor the schema library, but what tells whether a filter is asked for", () => {
  const atStart = loaded("at the start").filter((path) => !/^(kernel|reconcilers|render)\//.test(path));
  assert.deepEqual(atStart.sort(), [
    "@bufbuild/protobuf/wire",
    "@noble/hashes/legacy.js",
    "@noble/hashes/sha2.js",
    "crds/kinds.ts",
    "crds/result_limits.ts",
    "deno.json",
    "deploy/lease.ts",
    "deploy/permissions.ts",
    "filters/plugin.ts",
    "js-yaml",
    "main.ts",
    // Others of Node's modules, such as node:crypto and node:net, take megabytes that no operator needs.
    "node:buffer",
    "node:path",
    "node:util",
    "re2js",
  ]);
});
