/** Runs as kubectl prints them, and a terminal to look at. */

import type { BatchRun, Phase, TaskStatus } from "../../crds/kinds.ts";

export const start = Date.parse("2026-01-01T00:00:00Z");

/** RFC 3339, so many seconds after the start. */
export function at(seconds: number): string {
  return new Date(start + seconds * 1000).toISOString();
}

export function aRun(tasks: readonly TaskStatus[], status: BatchRun["status"] = {}, name = "update"): BatchRun {
  const count = (phase: Phase) => tasks.filter(({ status }) => status === phase).length;
  const [pending, running] = [count("Pending"), count("Running")];
  const [completed, failed] = [count("Succeeded"), count("Failed")];
  const progress = { total: tasks.length, pending, running, completed, failed };
  return {
    apiVersion: "kubetask.io/v1alpha1",
    kind: "BatchRun",
    metadata: { name, namespace: "team", uid: `uid of ${name}`, creationTimestamp: at(0) },
    spec: { batchRef: "update" },
    status: { phase: "Running", startTime: at(0), progress, tasks: [...tasks], ...status },
  };
}

/** It ended after so many seconds. */
export function ended(phase: "Succeeded" | "Failed", seconds: number, tasks: readonly TaskStatus[], name?: string) {
  return aRun(tasks, { phase, completionTime: at(seconds) }, name);
}

export function tasks(count: number, status: Phase, from = 0): TaskStatus[] {
  return Array.from({ length: count }, (_, i) => aTask(`service-${from + i}`, { status }));
}

export function aTask(repo: string, status: Partial<TaskStatus> & Pick<TaskStatus, "status">): TaskStatus {
  const repository = { org: "myorg", repo, branch: "main" };
  return { contexts: [{ type: "Repository", repository }], jobName: `update-${repo}`, ...status };
}

export function aFailure(repo: string, seconds: number): TaskStatus {
  const message = "Job has reached the specified backoff limit";
  const times = { startTime: at(0), completionTime: at(seconds) };
  return aTask(repo, { status: "Failed", ...times, reason: "BackoffLimitExceeded", message });
}

/** What a terminal shows after that was written to it: it knows the sequences that are used here, and only those. */
export function shownBy(written: string): string {
  const lines: string[] = [""];
  let row = 0;
  let column = 0;
  // deno-lint-ignore no-control-regex -- what is taken apart
  const parts = written.matchAll(/\x1b\[(\d+)A|\x1b\[(?:\?7[lh]|\d+m|[KJ])|[\r\n]|[^\x1b\r\n]+|./gu);
  for (const [part, up] of parts) {
    const line = lines[row] ?? "";
    if (up !== undefined) row -= Number(up);
    else if (part === "\n") {
      row++;
      column = 0;
      lines[row] ??= "";
    } else if (part === "\r") column = 0;
    else if (part === "\x1b[K") lines[row] = line.slice(0, column);
    else if (part === "\x1b[J") lines.splice(row, lines.length, line.slice(0, column));
    else if (part === "\x1b") throw new SyntaxError("an escape sequence that nobody meant");
    else if (!part.startsWith("\x1b")) {
      lines[row] = line.slice(0, column) + part + line.slice(column + part.length);
      column += part.length;
    }
  }
  return lines.join("\n");
}
