/** What the pages refer to exists. */

import assert from "node:assert/strict";

const root = new URL("../../", import.meta.url);
const pages = ["README.md", ...[...Deno.readDirSync(new URL("docs", root))].map(({ name }) => `docs/${name}`)]
  .filter((path) => path.endsWith(".md"));

/** As GitHub makes them from headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => {
    return heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
  });
}

for (const page of pages) {
  Deno.test(`every link of ${page} leads somewhere`, () => {
    const text = Deno.readTextFileSync(new URL(page, root));
    const dead = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([link, path = "", anchor]) => {
      const target = path ? new URL(path, new URL(page, root)) : new URL(page, root);
      try {
        const { isFile } = Deno.statSync(target);
        const leads = anchor === undefined || (isFile && anchorsOf(Deno.readTextFileSync(target)).includes(anchor));
        return leads ? [] : [link];
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return [link];
        throw error;
      }
    });
    assert.deepEqual(dead, []);
  });
}

Deno.test("the index names every page", () => {
  const index = Deno.readTextFileSync(new URL("docs/README.md", root));
  const listed = [...index.matchAll(/\]\(([^)]*)\)/g)].map(([, page]) => `docs/${page}`);
  assert.deepEqual([...listed, "README.md", "docs/README.md"].toSorted(), pages.toSorted());
});
