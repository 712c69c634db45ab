/** Tells from what Git says why it failed. */

import { Failure, type Reason } from "./failure.ts";
import type { Ended } from "./process.ts";

/** The first that fits counts. Git gives no codes: these are its words, and curl's, with LC_ALL=C. */
const words: readonly (readonly [Reason, RegExp])[] = [
  [
    "AuthenticationFailed",
    /Authentication failed|could not read (Username|Password)|invalid credentials|returned error: 401/i,
  ],
  ["AccessDenied", /returned error: 403|Permission denied|access denied/i],
  [
    "RepositoryNotFound",
    /repository '.*' not found|not appear to be a git repository|returned error: 404|does not exist/i,
  ],
  [
    "Unreachable",
    /Could not resolve|Failed to connect|Couldn't connect|Connection (refused|reset|timed out)|Operation (too slow|timed out)|returned error: (5\d\d|429)|early EOF|unexpected disconnect|RPC failed|hung up|Empty reply|SSL|TLS|GnuTLS/i,
  ],
  [
    "UnsafeRepository",
    /invalid path|Untracked working tree file .* would be overwritten|malformed (mode|tree)|too-short tree|empty filename in tree/i,
  ],
];

/** With the line that tells most, shortened. */
export function gitFailure(verb: string, { code, stderr, isOverLimit }: Ended): Failure {
  if (isOverLimit) return new Failure("Unreachable", `Cannot git ${verb}: no answer in time`);
  const [reason] = words.find(([, pattern]) => pattern.test(stderr)) ?? (["GitFailed"] as const);
  return new Failure(reason, `Cannot git ${verb}: ${tellingLine(stderr) || `exit code ${code}`}`);
}

function tellingLine(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim()).filter(Boolean);
  const line = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? "";
  return line.replace(/^(fatal|error): /, "").slice(0, 300);
}

/** Twice more for what the network may have done; whoever calls must be able to do it again. */
export async function retried<T>(work: () => Promise<T>, signal: AbortSignal, pauses = [1_000, 4_000]): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure) || error.reason !== "Unreachable") throw error;
      signal.throwIfAborted();
      const either = AbortSignal.any([signal, AbortSignal.timeout(pause)]);
      await new Promise((resolve) => either.addEventListener("abort", resolve, { once: true }));
    }
  }
  return await work();
}
