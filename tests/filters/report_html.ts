/** Takes a report apart: strict enough that what it accepts has no other elements for a browser than for it. */

import assert from "node:assert/strict";

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[];
}

const empty = new Set(["meta"]);
const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)(\/?)>/;

/** The document's root. Throws for anything that is not a tag with quoted attributes, closed in order. */
export function parsed(html: string): Element {
  const root: Element = { name: "#document", attributes: new Map(), children: [] };
  const open = [root];
  const body = html.replace(/^<!DOCTYPE html>\n/, "");
  for (const [piece] of body.matchAll(/<[^>]*>|[^<]+|</g)) {
    const parent = open.at(-1) ?? root;
    if (!piece.startsWith("<")) {
      assert.doesNotMatch(piece, /&(?!(amp|lt|gt|quot|#x27|#x60|#x3D);)/, "a bare ampersand");
      parent.children.push(unescaped(piece));
      continue;
    }
    const [, end, name = "", attributes = "", closed] = tag.exec(piece) ?? assert.fail(`not a tag: ${piece}`);
    if (end) {
      assert.equal(open.pop()?.name, name);
      continue;
    }
    const element: Element = { name, attributes: attributesIn(attributes), children: [] };
    parent.children.push(element);
    if (!closed && !empty.has(name)) open.push(element);
  }
  assert.deepEqual(open.map(({ name }) => name), ["#document"]);
  return root;
}

function attributesIn(text: string): Map<string, string> {
  return new Map([...text.matchAll(/ ([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => {
    return [name, unescaped(value)];
  }));
}

function unescaped(text: string): string {
  const characters: Record<string, string> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    "#x27": "'",
    "#x60": "`",
    "#x3D": "=",
  };
  return text.replace(/&([^;]+);/g, (_, name) => characters[name] ?? assert.fail(name));
}

/** All elements, in the order of the document. */
export function elementsIn(element: Element, name?: string): Element[] {
  const below = element.children.flatMap((child) => typeof child === "string" ? [] : [child, ...elementsIn(child)]);
  return name ? below.filter((element) => element.name === name) : below;
}

export function textIn(element: Element): string {
  return element.children.map((child) => typeof child === "string" ? child : textIn(child)).join("");
}

/** Elements and the names of their attributes, nested: `p(bdi code)`. */
export function structureOf(element: Element): string {
  const inner = element.children.filter((child) => typeof child !== "string").map(structureOf).join(" ");
  const attributes = [...element.attributes.keys()].map((name) => `@${name}`).join("");
  return `${element.name}${attributes}${inner ? `(${inner})` : ""}`;
}
