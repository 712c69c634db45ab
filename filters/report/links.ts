/** Addresses of repositories, by the pattern that the command line gives: a context names no host. */

import type { Repository } from "../../crds/kinds.ts";
import { InputError } from "../filter.ts";

export type LinkOf = (repository: Repository) => string | undefined;

/**
 * `https://github.com/{org}/{repo}/tree/{branch}`. Values are encoded: they cannot leave their place in the path or change the
 * host. Throws an InputError for another scheme than http and https, and for a pattern with other placeholders.
 */
export function linksBy(pattern: string): LinkOf {
  const origin = originOf(pattern);
  const unknown = /\{(?!org\}|repo\}|branch\})[^}]*\}?/.exec(pattern)?.[0];
  if (unknown !== undefined) throw wrong(pattern, `${unknown} is none of {org}, {repo} and {branch}`);
  if (origin === undefined) throw wrong(pattern, "it must begin with http:// or https:// and a host");
  return (repository) => {
    const values = [repository.org, repository.repo, repository.branch];
    // A browser would walk up the path.
    if (values.some((value) => value.split("/").some((part) => /^\.{0,2}$/.test(part)))) return undefined;
    const link = pattern.replace(/\{(org|repo|branch)\}/g, (_, name: "org" | "repo" | "branch") => {
      return repository[name].split("/").map((part) => encodeURIComponent(part.toWellFormed())).join("/");
    });
    return originOf(link) === origin ? new URL(link).href : undefined;
  };
}

/** Of an address whose host holds no placeholder: a `{` in a host makes no URL. */
function originOf(address: string): string | undefined {
  if (!/^https?:\/\/[^/?#{}]+(\/|$)/i.test(address)) return undefined;
  return URL.parse(address)?.origin;
}

function wrong(pattern: string, why: string): InputError {
  return new InputError(`Cannot make links by ${JSON.stringify(pattern)}: ${why}`);
}
