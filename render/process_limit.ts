/** Finds the text in a Job that Linux cannot hand to a process: a container with it could never start. */

import { contextFilesAnnotation } from "./context_files.ts";
import type { Job } from "./job.ts";
import { isMapping } from "./notation/yaml.ts";
import { bytes } from "./utf8.ts";

/** MAX_ARG_STRLEN of Linux, in bytes: one `NAME=value` or one argument, with the NUL at its end. */
const limit = 131_072;

/** The first such text by its field path, with the limit and the way out. Undefined if there is none. */
export function tooLongForProcess({ spec }: Job): string | undefined {
  const pod = spec?.template.spec;
  for (const list of ["initContainers", "containers"] as const) {
    for (const [at, container] of entries(pod?.[list])) {
      for (const [path, text] of textsOf(container)) {
        // Kubernetes makes one `$` of two.
        const size = bytes(text.replaceAll("$$", () => "$")).length + "\0".length;
        if (size > limit) return `spec.template.spec.${list}[${at}].${path}: ${size} bytes, ${explanation}`;
      }
    }
  }
}

const explanation = `and Linux hands no more than ${limit} to a process at once: shorten the inline texts, refer to ` +
  `ConfigMaps instead, or let the agent read files (annotation ${contextFilesAnnotation}) and leave this out`;

function* textsOf(container: unknown): Iterable<[path: string, text: string]> {
  if (!isMapping(container)) return;
  for (const [at, variable] of entries(container["env"])) {
    if (!isMapping(variable) || typeof variable["value"] !== "string") continue;
    yield [`env[${at}].value`, `${variable["name"]}=${variable["value"]}`];
  }
  for (const list of ["command", "args"]) {
    for (const [at, text] of entries(container[list])) if (typeof text === "string") yield [`${list}[${at}]`, text];
  }
}

/** Of anything that is no list, none. */
function entries(list: unknown): Iterable<[number, unknown]> {
  return Array.isArray(list) ? list.entries() : [];
}
