/** What keeps an object from going on although nothing is wrong with the object itself. */

/** Reasons that a user reads in the conditions of a Pending object. Refused writes bring the API server's reasons along. */
export type BlockedReason =
  | "BatchNotFound"
  | "ConfigMapNotFound"
  | "TemplateKeyNotFound"
  | "AmbiguousWorkspaceConfig";

export interface Blocked {
  readonly blocked: BlockedReason;
  readonly message: string;
}

export function isBlocked<T extends object>(found: T | Blocked): found is Blocked {
  return "blocked" in found;
}
