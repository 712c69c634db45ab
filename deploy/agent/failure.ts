/** Why an agent's work came to nothing, in words for programs and for people. */

/** The reasons that this program gives; an agent may give others in its result file. */
export type Reason =
  | "BadSettings"
  | "BadContexts"
  | "RepositoryNotFound"
  | "EmptyRepository"
  | "BranchNotFound"
  | "AuthenticationFailed"
  | "AccessDenied"
  | "Unreachable"
  | "UnsafeRepository"
  | "GitFailed"
  | "AgentFailed"
  | "TimeLimit"
  | "Diverged"
  | "PushRefused"
  | "PullRequestFailed"
  | "Terminated"
  | "Interrupted"
  | "InternalError";

/** Ends the work with a result that says Failed. Anything else that is thrown is a bug of ours: InternalError. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(readonly reason: Reason, message: string) {
    super(message);
  }
}
