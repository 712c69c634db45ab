/** How much a result may say: of an agent in its termination message, and of that in a status. */

export const resultLimits = {
  /** Bytes of a termination message: Kubernetes cuts what is longer. */
  message: 4_096,
  /** Bytes of JSON that a result takes in a status. */
  stored: 1_024,
  /** Characters. */
  reason: 64,
  summary: 512,
  branch: 255,
  link: 512,
  linkName: 64,
  links: 5,
  changedFiles: 1_000_000,
  /** So many that the sum over all units of a run is still an exact number. */
  tokens: 100_000_000_000,
} as const;

/** One CamelCase word. */
export const reasonPattern = /^[A-Z][A-Za-z0-9]*$/u;
/** Nothing that a terminal or a page would not show. Git's own rules are for whoever pushes. */
export const branchPattern = /^[^\p{C}\p{Z}]+$/u;
export const commitPattern = /^([0-9a-f]{40}|[0-9a-f]{64})$/u;
/** An address without user or password, and without anything that a terminal or a page would take for something else. */
export const linkPattern = /^https:\/\/[A-Za-z0-9.:[\]-]+(\/[!#-;=?-Z_a-z~%]*)?$/u;
/** Exact, where a float is not: up to nine digits before the point and six behind it. */
export const costPattern = /^\d{1,9}(\.\d{1,6})?$/u;
/** The same of all units of a run. */
export const totalCostPattern = /^\d{1,14}(\.\d{1,6})?$/u;
