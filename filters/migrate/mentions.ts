/** Finds CodeSweep's names in objects of other kinds, which stay as they are: rules, selectors, templates. */

import type { Manuscript } from "./manuscript.ts";
import type { Mapping, Node, Scalar } from "./nodes.ts";

const names: ReadonlyMap<string, string> = new Map([
  ["codesweep.io", "kubetask.io"],
  ["bundles.codesweep.io", "batches.kubetask.io"],
  ["bundleruns.codesweep.io", "batchruns.kubetask.io"],
  ["codesweepconfigs.codesweep.io", "workspaceconfigs.kubetask.io"],
]);

const variables: ReadonlyMap<string, string> = new Map([
  [".BundleName", ".BatchName"],
  [".BundleRunName", ".BatchRunName"],
]);

/** What an agent template of KubeTask may use. */
const known = [
  ".TaskID",
  ".BatchName",
  ".BatchRunName",
  ".Namespace",
  ".Contexts",
  ".Name",
  ".Index",
  ".Repository",
];

/** Says what is to be renamed, with the line where it stands. */
export function mentions(manuscript: Manuscript, object: Mapping, subject: string): void {
  for (const scalar of scalarsIn(object)) {
    const source = manuscript.text.slice(scalar.start, scalar.end);
    for (const { index, 0: name } of source.matchAll(/(?<![\w.-])(?:[a-z]+\.)?codesweep\.io(?![\w.-])/g)) {
      const to = names.get(name);
      if (to !== undefined) manuscript.say(scalar.start + index, `${subject}: rename ${name} to ${to} by hand`);
    }
    if (!isTemplate(scalar.text)) continue;
    for (const { index, name } of variablesIn(source)) {
      const to = variables.get(name);
      const what = to === undefined
        ? `KubeTask has no ${name}, only ${known.join(", ")}`
        : `rename ${name} to ${to} by hand`;
      if (!known.includes(name)) manuscript.say(scalar.start + index, `${subject}: ${what}`);
    }
  }
}

/** Of the Jobs of an agent. */
function isTemplate(text: string): boolean {
  return text.includes("{{") && /^\s*["']?kind["']?:\s*["']?Job\b/m.test(text);
}

/** Variables of the template itself, as `.Name` and `$.Name`; fields of others have a name in front. */
function* variablesIn(template: string): Generator<{ index: number; name: string }> {
  for (const action of template.matchAll(/\{\{(?!-?\s*\/\*)(?:[^}"`]|"(?:[^"\\]|\\.)*"|`[^`]*`|\}(?!\}))*\}\}/g)) {
    for (const found of action[0].matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|(?<![\w)\]$])\$?(\.[A-Z]\w*)(?:\.\w+)*/g)) {
      const [text, name] = found;
      if (name !== undefined) yield { index: action.index + found.index + text.indexOf(name), name };
    }
  }
}

function* scalarsIn(node: Node): Generator<Scalar> {
  switch (node.type) {
    case "scalar":
      yield node;
      return;
    case "mapping":
      for (const { key, value } of node.entries) {
        yield* scalarsIn(key);
        yield* scalarsIn(value);
      }
      return;
    case "list":
      for (const item of node.items) yield* scalarsIn(item);
      return;
    case "alias":
      return;
  }
}
