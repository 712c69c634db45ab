/** What a schema cannot say by its shape: rules in CEL, which the API server checks. */

export interface Rule {
  readonly rule: string;
  /** The sentence that is shown to a user who breaks it. */
  readonly message: string;
}

/** Metadata that puts a rule on a schema. */
export function rule(rule: Rule): { "x-kubernetes-validations": Rule[] } {
  return { "x-kubernetes-validations": [rule] };
}

/** For the whole object: its spec can be mended until it starts. After that it has to say what was run. */
export function immutableOnceStarted(kind: string): Rule {
  return {
    rule: "!has(oldSelf.status) || !has(oldSelf.status.startTime) || self.spec == oldSelf.spec",
    message: `spec cannot be changed once the ${kind} has started: create a new ${kind} instead`,
  };
}
