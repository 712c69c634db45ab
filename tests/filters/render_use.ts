/** Runs the filter `render` on objects or on text, and reads what it prints. */

import assert from "node:assert/strict";
import { render } from "../../filters/render/render.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { readYaml } from "../../render/notation/yaml.ts";

export interface Result {
  readonly code: 0 | 1;
  readonly text: string;
  /** What was written at once. */
  readonly parts: readonly string[];
  readonly complaints: readonly string[];
}

/** The objects go in as kubectl gives them, as one list. */
export function rendered(objects: readonly KubeObject[], ...args: string[]): Promise<Result> {
  return renderedText(JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }), ...args);
}

export async function renderedText(input: string, ...args: string[]): Promise<Result> {
  const [parts, complaints]: [string[], string[]] = [[], []];
  const code = await render.run({
    args,
    input: new Blob([input]).stream(),
    write: (text) => Promise.resolve(void parts.push(text)),
    complain: (line) => void complaints.push(line),
  });
  return { code, text: parts.join(""), parts, complaints };
}

/** As kubectl reads them. */
export function documentsIn(text: string): KubeObject[] {
  return text.split(/^---\n/m).slice(1).map((document) => {
    const read = readYaml(document);
    assert.ok(read.ok, document);
    // What is rendered is an object.
    return read.documents[0] as KubeObject;
  });
}
