/** The objects of standard input, as if they were all that there is in the cluster. */

import { type Kind, type KubeObject, nameOf, namespaceOf } from "../../kernel/object.ts";
import { InputError } from "../filter.ts";
import { isOf, type ReadObject } from "../objects.ts";
import { asStored } from "./stored.ts";

export class Input {
  readonly #objects: ReadonlyMap<string, KubeObject>;
  /** What a reader should know about the input. */
  readonly warnings: readonly string[];

  /** `namespace` is for objects that name none. Throws an InputError for an object that the API server would refuse. */
  constructor(read: readonly ReadObject[], namespace?: string) {
    const objects = new Map<string, KubeObject>();
    const ignored = new Set<string>();
    const repeated: KubeObject[] = [];
    const common = namespace ?? commonNamespace(read);
    for (const one of read) {
      const object = asStored(one, common);
      if (!object) {
        ignored.add(`${one.object.kind} of ${one.object.apiVersion}`);
        continue;
      }
      const id = idOf(object.kind ?? "", namespaceOf(object), nameOf(object));
      if (objects.has(id)) repeated.push(object);
      objects.set(id, object);
    }
    this.#objects = objects;
    this.warnings = [
      ...ignored.size > 0 ? [`Ignored, since no Job depends on it: ${[...ignored].toSorted().join(", ")}`] : [],
      ...repeated.map((object) => `${titleOf(object)} is in the input more than once: the last one counts`),
    ];
  }

  /** In the order of the input; of all namespaces if none is given. */
  all<T extends KubeObject>(kind: Kind<T>, namespace?: string): T[] {
    return [...this.#objects.values()].filter((object) => isOf(kind, object))
      .filter((object) => namespace === undefined || namespaceOf(object) === namespace);
  }

  find<T extends KubeObject>(kind: Kind<T>, namespace: string, name: string): T | undefined {
    const found = this.#objects.get(idOf(kind.kind, namespace, name));
    return found && isOf(kind, found) ? found : undefined;
  }
}

/** `batchrun/update-1 in namespace team` */
export function titleOf(object: KubeObject): string {
  return `${object.kind?.toLowerCase()}/${nameOf(object)} in namespace ${namespaceOf(object)}`;
}

function idOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** Where objects without a namespace belong, as those that one applies to a namespace one has looked into. */
function commonNamespace(read: readonly ReadObject[]): string {
  const all = read.map(({ object }) => namespaceOf(object));
  const named = [...new Set(all.filter((namespace) => namespace))];
  if (named.length > 1 && all.includes("")) {
    throw new InputError(
      `Some objects name no namespace, and the others several (${named.toSorted().join(", ")}): --namespace says which`,
    );
  }
  return named[0] ?? "default";
}
