/** Writes YAML that was JSON as people write it: in lines instead of brackets, long texts as they are. */

import { resolve } from "../../render/notation/yaml_scalar.ts";
import { followed, keyOf, type Node } from "./nodes.ts";

/** The node of `text`, with everything in its order. Means the same to Kubernetes. */
export function blockYaml(text: string, node: Node): string {
  return written(text, node, 0).trimStart() + "\n";
}

/** What stands behind `key:`, for fields that are indented by that much. */
function written(text: string, node: Node, indent: number): string {
  const content = followed(node);
  const line = `\n${" ".repeat(indent)}`;
  switch (content.type) {
    case "scalar":
      return ` ${content.isPlain ? text.slice(content.content, content.end) : value(content.text, indent)}`;
    case "list":
      return content.items.map((item) => {
        return `${line}-${written(text, item, indent + 2).replace(/^\s+/, " ")}`;
      }).join("") || " []";
    case "mapping":
      return content.entries.map(({ key, value }) => {
        const isList = followed(value).type === "list";
        return `${line}${word(keyOf(key))}:${written(text, value, isList ? indent : indent + 2)}`;
      }).join("") || " {}";
  }
}

/** A long text stands in lines of its own. */
function value(text: string, indent: number): string {
  const isBlock = /^\S/.test(text) && text.includes("\n") && !unfit.test(text);
  if (!isBlock) return word(text);
  const chomping = !text.endsWith("\n") ? "-" : text.endsWith("\n\n") ? "+" : "";
  const lines = text.replace(/\n$/, "").split("\n").map((line) => line === "" ? "" : " ".repeat(indent) + line);
  return `|${chomping}\n${lines.join("\n")}`;
}

/** What does not stay what it is in lines, or that YAML refuses there. */
const unfit = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

function word(text: string): string {
  const isPlain = /^[\w/](?:[\w ./@-]*[\w./@-])?$/.test(text) && resolve(text).type === "string";
  return isPlain ? text : quoted(text);
}

/** JSON's escapes are YAML's; those characters that YAML would take for more than a character get one too. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
