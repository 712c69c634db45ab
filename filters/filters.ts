/** The filters there are, each loaded when it is asked for: the operator carries none of them. */

import type { Filter } from "./filter.ts";

const loaders = {
  render: async () => (await import("./render/render.ts")).render,
  report: async () => (await import("./report/report.ts")).report,
  progress: async () => (await import("./progress/progress.ts")).progress,
  migrate: async () => (await import("./migrate/migrate.ts")).migrate,
  crds: async () => (await import("./crds.ts")).crds,
  version: async () => (await import("./version.ts")).version,
  completion: async () => (await import("./completion.ts")).completion,
} satisfies Record<string, () => Promise<Filter>>;

export type Name = keyof typeof loaders;

// The keys of a literal.
export const names = Object.keys(loaders) as Name[];

export function isName(word: string): word is Name {
  return Object.hasOwn(loaders, word);
}

export function load(name: Name): Promise<Filter> {
  return loaders[name]();
}

/** All of them, for what tells about them. */
export function loadAll(): Promise<{ name: Name; filter: Filter }[]> {
  return Promise.all(names.map(async (name) => ({ name, filter: await load(name) })));
}
