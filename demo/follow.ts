/** Shows a run while it goes, until it ends. */

import { BatchRun } from "../crds/kinds.ts";
import { isFinished } from "../filters/progress/standing.ts";
import type { Api } from "../kernel/api.ts";
import { sleep, systemClock as clock } from "../kernel/clock.ts";
import { jsonLog } from "../kernel/log.ts";
import { watch, type WatchEvent } from "../kernel/watch.ts";
import { news, table } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

export interface Follow {
  /** Of the run's namespace. */
  readonly api: Api;
  readonly runName: string;
  /** Said when nothing has changed for a while. */
  readonly hint: string;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Milliseconds without a change until the hint, and until giving up. */
const patience = 60_000;
const endOfPatience = 300_000;

/** The finished run. Throws when it is deleted or does not change any more, and the signal's reason when that fires. */
export async function follow({ api, runName, hint, terminal, signal }: Follow): Promise<BatchRun> {
  const finished = new AbortController();
  const end = AbortSignal.any([signal, finished.signal]);
  const began = clock.now();
  const seconds = () => Math.round((clock.now() - began) / 1000);
  let run: BatchRun | undefined;
  let changedAt = began;
  let hinted = false;

  const show = (next: BatchRun) => {
    if (terminal.isLive) return terminal.draw(table(next, seconds()));
    for (const { text, tone } of news(run, next, seconds())) terminal.say(text, tone);
  };
  const receive = (event: WatchEvent<BatchRun>) => {
    if (event.type === "listing") return;
    const objects = event.type === "replace" ? event.objects : [event.object];
    const next = objects.find(({ metadata }) => metadata?.name === runName);
    if (!next) return;
    if (event.type === "delete") return finished.abort(new Error(`Cannot follow ${runName}: it was deleted`));
    show(next);
    run = next;
    changedAt = clock.now();
    hinted = false;
    if (isFinished(next)) finished.abort();
  };
  const keepShowing = async () => {
    while (!end.aborted) {
      await sleep(clock, 1000, end);
      if (run && terminal.isLive && !end.aborted) show(run);
      const quiet = clock.now() - changedAt;
      if (quiet > endOfPatience) {
        finished.abort(new Error(`Cannot see ${runName} end: nothing changes any more. ${hint}`));
      }
      if (quiet > patience && !hinted) terminal.say(`Nothing has changed for a minute. ${hint}`, "busy");
      hinted = quiet > patience;
    }
  };

  // The watch resumes by itself; what is wrong for longer shows as a run that does not change.
  const silent = jsonLog(() => {}, clock);
  await Promise.all([watch({ api, kind: BatchRun, clock, log: silent, signal: end, receive }), keepShowing()]);
  signal.throwIfAborted();
  if (!run || !isFinished(run)) throw finished.signal.reason;
  return run;
}
