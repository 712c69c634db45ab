/** Conditions that `kubectl wait`, Flux and Argo CD read right: metav1.Condition, with kstatus' Reconciling and Stalled. */

import type { Condition, Phase } from "../crds/kinds.ts";

export interface Standing {
  readonly phase: Phase;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
  /** When the object came to be and, once it has, ended (RFC 3339): when its conditions changed. */
  readonly since: string;
  readonly until?: string;
}

/** The first one that is True gives the reason that `kubectl get -o wide` prints. */
export function conditionsOf(standing: Standing): Condition[] {
  const { phase, reason, message, observedGeneration, since, until } = standing;
  const finished = phase === "Succeeded" || phase === "Failed";
  const condition = (type: string, holds: boolean, initially: boolean): Condition => ({
    type,
    status: holds ? "True" : "False",
    observedGeneration,
    lastTransitionTime: holds === initially ? since : until ?? since,
    reason,
    message,
  });
  return [
    condition("Complete", phase === "Succeeded", false),
    condition("Failed", phase === "Failed", false),
    condition("Reconciling", !finished, true),
    condition("Stalled", phase === "Failed", false),
  ];
}
