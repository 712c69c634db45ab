/** The ConfigMaps and Secrets that a Job or a context refers to: their names, never what is in them. */

import { isMapping } from "../../render/notation/yaml.ts";

export class References {
  readonly configMaps = new Set<string>();
  readonly secrets = new Set<string>();

  /** Wherever Kubernetes' own fields of these names are, and in any object of ours. */
  add(node: unknown): void {
    if (Array.isArray(node)) return node.forEach((item) => this.add(item));
    if (!isMapping(node)) return;
    for (const [field, value] of Object.entries(node)) {
      if (field === "secretName") note(this.secrets, value);
      else if (field === "imagePullSecrets" && Array.isArray(value)) {
        for (const one of value) note(this.secrets, nameIn(one));
      } else if (/^configMap(?:KeyRef|Ref)?$/.test(field)) note(this.configMaps, nameIn(value));
      else if (/^secret(?:KeyRef|Ref)?$|SecretRef$/.test(field)) note(this.secrets, nameIn(value));
      this.add(value);
    }
  }
}

function nameIn(reference: unknown): unknown {
  return isMapping(reference) ? reference["name"] : undefined;
}

function note(names: Set<string>, name: unknown): void {
  if (typeof name === "string" && name !== "") names.add(name);
}
