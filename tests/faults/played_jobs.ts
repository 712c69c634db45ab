/** Plays the Job controller for Jobs whose template says so: quicker than pods, and as the API server allows it. */

import { nameOf, namespaceOf, uidOf } from "../../kernel/object.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { jobTemplate } from "../operator/objects.ts";
import type { Admin } from "./admin.ts";
import { AnyJob, type NamespaceRecord } from "./record.ts";

const player = "kubetask.io/played";

/** A template of Jobs that Kubernetes' own controller leaves to us, with more lines in the Job's spec if wanted. */
export function playedTemplate(...spec: string[]): string {
  return jobTemplate(`managedBy: ${player}`, ...spec);
}

export interface PlayedJobs {
  /** Ends a Job that is there. */
  end(name: string, how: "Complete" | "Failed"): Promise<void>;
  /** No Job is begun any more. Throws if one could not be begun. */
  stop(): Promise<void>;
}

/** Every Job runs as soon as it is there. */
export function playJobs(record: NamespaceRecord, admin: Admin): PlayedJobs {
  const begun = new Map<string, Promise<void>>();
  const callOff = record.each(({ kind, type, object }) => {
    const uid = uidOf(object);
    if (kind !== AnyJob || type === "delete" || begun.has(uid)) return;
    const job = object as Job; // of that kind
    if (job.spec?.managedBy !== player || job.status?.startTime) return;
    begun.set(uid, report(job, { startTime: now(), active: 1 }));
  });

  /** A Job may be deleted at any moment. */
  async function report(job: Job, status: object): Promise<void> {
    const path = `/apis/batch/v1/namespaces/${namespaceOf(job)}/jobs/${nameOf(job)}/status`;
    const guarded = { metadata: { uid: uidOf(job) }, status };
    await admin.request("PATCH", path, guarded, "application/merge-patch+json", [404, 409]);
  }

  return {
    async end(name, how) {
      const job = record.get(AnyJob, name);
      if (!job) throw new Error(`Cannot end Job "${name}": there is none`);
      await begun.get(uidOf(job));
      await report(job, { ...ended[how](), startTime: job.status?.startTime ?? now(), active: 0, ready: 0 });
    },
    async stop() {
      callOff();
      await Promise.all(begun.values());
    },
  };
}

/** The status of a Job that ended like that, but for its start. */
export const ended = {
  Complete: () => ({
    succeeded: 1,
    completionTime: now(),
    conditions: [condition("SuccessCriteriaMet", "CompletionsReached"), condition("Complete", "CompletionsReached")],
  }),
  Failed: () => ({
    failed: 1,
    conditions: [condition("FailureTarget", "BackoffLimitExceeded"), condition("Failed", "BackoffLimitExceeded")],
  }),
};

function condition(type: string, reason: string): object {
  return { type, status: "True", reason, message: `played: ${reason}`, lastTransitionTime: now() };
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
