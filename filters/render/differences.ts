/** Where the Jobs of a run differ from the first one, other than by what each unit's own contexts say. */

import type { Context } from "../../crds/kinds.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { annotations } from "../../reconcilers/names.ts";
import { isMapping } from "../../render/notation/yaml.ts";

export class Differences {
  #first: { readonly job: unknown; readonly isOwn: (text: string) => boolean } | undefined;
  /** The units, by field. */
  readonly fields = new Map<string, number[]>();

  /** The first Job that is added is the one that the others are compared with; `contexts` are its unit's own. */
  add(index: number, job: KubeObject, contexts: readonly Context[]): void {
    const compared = { ...job, metadata: withoutIdentity(job.metadata) };
    if (!this.#first) {
      this.#first = { job: compared, isOwn: saying([job.metadata?.name ?? "", ...textsIn(contexts)]) };
      return;
    }
    for (const field of differing(this.#first.job, compared, this.#first.isOwn)) {
      const units = this.fields.get(field);
      if (units) units.push(index);
      else this.fields.set(field, [index]);
    }
  }
}

function withoutIdentity({ labels, annotations: all }: KubeObject["metadata"] = {}): KubeObject["metadata"] {
  const { [annotations.index]: _, ...rest } = all ?? {};
  return { labels, annotations: rest };
}

/** Texts of the first Job that hold one of its own are what every unit has of its own. */
function* differing(one: unknown, other: unknown, isOwn: (text: string) => boolean, path = ""): Iterable<string> {
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    for (const [index, item] of one.entries()) yield* differing(item, other[index], isOwn, `${path}[${index}]`);
  } else if (isMapping(one) && isMapping(other)) {
    for (const field of new Set([...Object.keys(one), ...Object.keys(other)])) {
      yield* differing(one[field], other[field], isOwn, path === "" ? field : `${path}.${field}`);
    }
  } else if (one !== other && !(typeof one === "string" && typeof other === "string" && isOwn(one))) yield path;
}

/** Longer texts are looked for only as a whole. */
const longest = 1_000;

/** Whether a text is or holds one of these, not as a part of another word. */
function saying(words: readonly string[]): (text: string) => boolean {
  const whole = new Set(words);
  const any = words.filter((word) => word !== "" && word.length <= longest).map((word) => RegExp.escape(word)).join(
    "|",
  );
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${any})(?![\p{L}\p{N}])`, "u");
  return (text) => whole.has(text) || (any !== "" && pattern.test(text));
}

/** But for the words that say of which type a context is. */
function textsIn(node: unknown): string[] {
  if (typeof node === "string") return [node];
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (!isMapping(node)) return [];
  return Object.entries(node).flatMap(([field, value]) => field === "type" ? [] : textsIn(value));
}
