/** What names may look like that users choose and that end up in Kubernetes, in Git or in a file system. */

import * as z from "zod";

/** A name of a ConfigMap, a Secret or one of our objects: a DNS subdomain (RFC 1123). */
export const objectName = z.string().max(253).regex(
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u,
);

/** A key as ConfigMaps and Secrets allow it. */
export const configMapKey = z.string().max(253).regex(/^\.?[-_a-zA-Z0-9][-._a-zA-Z0-9]*$/u);

/**
 * One path segment. Kubernetes cannot mount a file whose name starts with two dots, and tools take a leading dash for an
 * option.
 */
export const fileName = z.string().max(253).regex(/^\.?[^-./\\\p{Cc}][^/\\\p{Cc}]*$/u);

const gitWord = String.raw`[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*`;

/** `myorg`, `~user`, and GitLab's nested groups: `group/subgroup`. */
export const gitOwner = z.string().max(255).regex(new RegExp(`^~?${gitWord}(/${gitWord})*$`, "u"));

/** With a dot in front too: `.github`. */
export const gitRepository = z.string().max(255).regex(new RegExp(String.raw`^\.?${gitWord}$`, "u"));

const gitCharacter = String.raw`[^./\p{Cc} ~^:?*\[\\{]`;

/**
 * The rules of git-check-ref-format, and no leading dash. Stricter: no `{` at all, no dot before a slash. Laxer, since the
 * regular expressions of Kubernetes cannot look around: the name `@`, and names that end in `.lock`.
 */
export const gitBranch = z.string().max(255).regex(
  new RegExp(`^${gitCharacter.replace("[^", "[^-")}${gitCharacter}*([./]${gitCharacter}+)*$`, "u"),
);
