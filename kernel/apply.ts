/** Carries out the writes of a plan, several at a time and not for too long, and remembers what was refused. */

import type { Api } from "./api.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { ApiError, type Classified, classify, gravest } from "./errors.ts";
import { type Memory, nameIn } from "./memory.ts";
import { controllerOf, type Kind, type KubeObject, nameOf, namespaceOf, uidOf } from "./object.ts";
import type { Create, Patch, Refusal, RefusalReason, Write } from "./plan.ts";
import { withoutRepeats } from "./redact.ts";
import { restored } from "./restore.ts";
import { type Others, Slice } from "./slice.ts";

/** Requests in flight for all plans together: where the API server's throughput stops growing. */
const parallel = 16;
/** So many at least for each plan. */
const leastParallel = 2;
/** After so many milliseconds of making objects whatever else waits gets its turn. */
const turn = 20;
/** Refusals of this kind meet every create in the namespace: after the first ones the rest is held back. */
const concernAll: ReadonlySet<string> = new Set<RefusalReason>([
  "QuotaExceeded",
  "Forbidden",
  "NamespaceTerminating",
  "NotFound",
]);

export interface Target {
  readonly api: Api;
  readonly clock: Clock;
  readonly memory: Memory;
  /** Once it fires, no further write begins. */
  readonly signal: AbortSignal;
  /** The object whose plan it is. */
  readonly owner: KubeObject;
  readonly others: Others;
  /** Once it is not, nothing more is created: the owner is gone, or about to go. */
  isWanted(): boolean;
  /** Told of every object that was created or found to be ours already. */
  created(kind: Kind, object: KubeObject): void;
  /** Told of every object that was patched, before and after. */
  patched(kind: Kind, before: KubeObject, after: KubeObject): void;
}

/** What came of it: whether to look again at once, or at what time (milliseconds since 1970) something is to be tried again. */
export interface Outcome {
  readonly changed: boolean;
  readonly retryAt: number;
}

/**
 * Throws the gravest error that is not the fault of the written object itself, after all else was tried; only where the API server
 * itself seems unwell the rest is left for another look.
 */
export async function carryOut(writes: Iterable<Write>, target: Target): Promise<Outcome> {
  const { memory, clock, signal, others } = target;
  const slice = new Slice(clock, others);
  // While creates are held back, one at a time tries whether it is over.
  const most = memory.pauses > 0 ? 1 : parallel;
  const iterator = writes[Symbol.iterator]();
  /** Milliseconds that making objects took since others had their turn. */
  let busy = 0;
  let pause: Promise<void> | undefined;
  let changed = false;
  let retryAt = Infinity;
  const failures: unknown[] = [];
  let askedToWait = false;
  const workers: Promise<void>[] = [];
  let active = 0;
  /** How often the API server seemed unwell: so many workers fewer. */
  let lost = 0;
  /** Nothing is left to do, or no time to do it. */
  let isOver = false;

  /** The next write that is due; undefined when there is none or there is no point in going on. */
  function next(): Write | undefined {
    while (!askedToWait && !signal.aborted) {
      const { done, value } = iterator.next();
      if (done) return;
      if (value.do !== "create") return value;
      if (!target.isWanted()) return;
      const refused = memory.refused.get(nameIn(value.kind, value.name));
      const due = Math.max(refused?.retryAt ?? 0, memory.pausedUntil);
      if (due <= clock.now()) return value;
      retryAt = Math.min(retryAt, due);
    }
  }

  /** Whether the API server itself seems unwell. */
  function failed(error: unknown): boolean {
    failures.push(error);
    const { class: what, retryAfter = 0 } = classify(error);
    if (retryAfter > 0) askedToWait = true;
    return what !== "conflict" && what !== "ours";
  }

  /** Making an object may take long, and nothing else runs meanwhile: between two of them I/O and other plans do. */
  function givingWay(): Promise<void> {
    return pause ??= new Promise<void>((resolve) => setTimeout(resolve, 0)).then(() => {
      pause = undefined;
      busy = 0;
    });
  }

  function timed(write: Write): Write {
    if (write.do !== "create") return write;
    const make = () => {
      const began = clock.now();
      try {
        return write.make();
      } finally {
        busy += clock.now() - began;
      }
    };
    return { ...write, make };
  }

  /** A small plan is not to wait behind all requests of a large one: while others are looked at, each has its share. */
  function width(): number {
    return Math.min(most - lost, Math.max(leastParallel, Math.floor(parallel / others.underWay())));
  }

  function hire(): void {
    while (!isOver && active < width()) {
      active += 1;
      workers.push(work().catch(failed).then(() => void (active -= 1)));
    }
  }

  /** Ends at the first sign that the API server is unwell: one poisoned write costs one worker, an outage all of them. */
  async function work(): Promise<void> {
    while (active <= width()) {
      while (busy >= turn) await givingWay();
      const isLate = slice.isOver && !await slice.hangs();
      if (isLate) changed = true;
      const write = isLate ? undefined : next();
      if (!write) {
        isOver = true;
        return;
      }
      try {
        if (await slice.during(() => perform(timed(write), target))) changed = true;
      } catch (error) {
        if (failed(error)) lost += 1;
      }
      hire();
    }
  }

  hire();
  // Those who are hired meanwhile, too. What breaks one of them is a bug in the making of the writes.
  for (const worker of workers) await worker;
  iterator.return?.();
  if (failures.length > 0) throw gravest(failures);
  return { changed, retryAt };
}

/** Whether anything changed. */
function perform(write: Write, target: Target): Promise<boolean> {
  switch (write.do) {
    case "create":
      return create(write, target);
    case "patch":
      return patch(write, target);
  }
}

/** A refusal that is remembered is a change too: the status may want to tell it. */
async function create(write: Create, target: Target): Promise<true> {
  const { api, clock, memory } = target;
  const object = write.make();
  if (isRefusal(object)) {
    refuse(write, object, target);
    return true;
  }
  try {
    const stored = await api.create(write.kind, object).catch((error) => adopt(error, write, object, target));
    const created = await restored(write.kind, stored, object, api);
    if (!created) throw new Unfit(altered(write));
    memory.refused.delete(nameIn(write.kind, write.name));
    // What was sent before the pause tells nothing of its end.
    if (memory.pausedUntil <= clock.now()) memory.pauses = 0;
    // One after the other, as the watch will show it: the first version must not come as news.
    target.created(write.kind, stored);
    if (created !== stored) target.patched(write.kind, stored, created);
  } catch (error) {
    const problem = error instanceof Unfit ? error.refusal : classify(error);
    if (problem.class !== "blocked" && problem.class !== "invalid") throw error;
    refuse(write, { class: problem.class, reason: problem.reason, message: tellable(problem, object, target) }, target);
  }
  return true;
}

/** Whoever denies a create chooses the words, and may repeat what was to be created. */
function tellable({ reason, message }: Classified | Refusal, object: KubeObject, { owner }: Target): string {
  if (reason !== "AdmissionDenied") return message;
  const { metadata: { annotations, name = "", namespace = "" } = {}, ...rest } = object;
  const names = [name, namespace, nameOf(owner)].filter((name) => name);
  return withoutRepeats(message, { annotations, ...rest }, names);
}

/** An object of that name exists: ours (an earlier answer was lost) or a stranger's. */
async function adopt(error: unknown, write: Create, object: KubeObject, { api, owner }: Target): Promise<KubeObject> {
  if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") throw error;
  const { kind, name, identity = [] } = write;
  const live = await api.get(kind, namespaceOf(object), name);
  if (!live) throw new ApiError({ status: 409, reason: "Conflict", message: `${error.message}, and is gone again` });
  const agrees = (key: string) => live.metadata?.annotations?.[key] === object.metadata?.annotations?.[key];
  if (controllerOf(live)?.uid !== uidOf(owner) || !identity.every(agrees)) throw new Unfit(nameConflict(write));
  return live;
}

/** The write itself cannot be done, whatever the API server thinks of it. */
class Unfit extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

function nameConflict({ kind: { kind }, name }: Create): Refusal {
  const message = `${kind} '${name}' exists and belongs to someone else`;
  return { class: "blocked", reason: "NameConflict" satisfies RefusalReason, message };
}

/** Final, because it was created: should it be deleted one day, it must not be created again. */
function altered({ kind: { kind }, name }: Create): Refusal {
  const message =
    `${kind} '${name}' was created, but admission control changed its name, owner or labels, so nobody can follow it`;
  return { class: "invalid", reason: `${kind}Altered`, message };
}

/** What is gone already needs no patch: the watch will tell. */
async function patch(write: Patch, { api, patched }: Target): Promise<boolean> {
  const { kind, object, operations } = write;
  const body = [{ op: "test", path: "/metadata/uid", value: object.metadata?.uid }, ...operations];
  try {
    patched(kind, object, await api.patch(kind, namespaceOf(object), nameOf(object), { type: "json", body }));
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

function refuse(write: Create, refusal: Refusal, { memory, clock }: Target): void {
  const name = nameIn(write.kind, write.name);
  const attempts = (memory.refused.get(name)?.attempts ?? 0) + 1;
  const retryAt = refusal.class === "invalid" ? Infinity : clock.now() + blockedBackoff(attempts);
  memory.refused.set(name, { ...refusal, attempts, retryAt });
  if (refusal.class === "invalid" || !concernAll.has(refusal.reason) || memory.pausedUntil > clock.now()) return;
  memory.pauses += 1;
  memory.pausedUntil = clock.now() + blockedBackoff(memory.pauses);
}

function isRefusal(made: KubeObject | Refusal): made is Refusal {
  return "class" in made;
}

/** Milliseconds until what was blocked so many times in a row (at least once) is tried again: 5 s doubling to 5 min. */
export function blockedBackoff(times: number): number {
  return backoff({ attempt: times - 1, base: 5_000, max: 300_000, random: Math.random });
}
