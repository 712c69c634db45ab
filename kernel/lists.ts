/** Lists what controllers ask for by label: many wishes in one request, each answered once, and no more than the API server lets us. */

import type { Api } from "./api.ts";
import { blockedBackoff } from "./apply.ts";
import type { Clock } from "./clock.ts";
import { classify } from "./errors.ts";
import type { Log } from "./log.ts";
import { type Listed, type Memory, nameIn } from "./memory.ts";
import type { Kind, KubeObject } from "./object.ts";
import type { Listing, Refusal } from "./plan.ts";
import { Stores } from "./stores.ts";

/** Values in one request. */
const together = 25;
/** Requests in flight for one object. */
const parallel = 4;
/** One object's turns are this far apart, and no longer (milliseconds): its status, which tells of them, is not written more often either. */
const interval = 1_000;
/** A right that was missing is not tried again before (milliseconds). */
const denial = 300_000;
/** For so long (milliseconds) whoever could list before is not told that they may not: an API server that has just started refuses much. */
const benefit = 30_000;

interface World {
  readonly api: Api;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** How things stand with one kind in one namespace. */
interface Standing {
  wasAllowed: boolean;
  /** Since when it is refused. */
  refusedSince: number;
  refusal?: Refusal;
  askAgainAt: number;
}

/** What came of it: when to look again (milliseconds since 1970), and why something could not be listed that may be soon. */
export interface Answered {
  readonly retryAt: number;
  readonly failure?: unknown;
}

/** One for the whole process: what may not be listed is asked for once by all of them together. */
export class Lists {
  readonly #standings = new Map<string, Standing>();
  /** Kinds of which the log has said that they cannot be listed. */
  readonly #told = new Set<string>();

  constructor(private readonly world: World) {}

  /** Puts into `memory.listed` what is known about each wish, and forgets what nobody wishes any more. Never throws. */
  async answer(listings: Iterable<Listing>, namespace: string, memory: Memory): Promise<Answered> {
    const { clock } = this.world;
    const began = clock.now();
    const wishes = new Map([...listings].map((listing) => [nameIn(listing.kind, listing.value), listing]));
    memory.listed = new Map([...wishes].map(([name, wish]) => [name, known(wish, memory.listed.get(name), began)]));
    const due = [...wishes].filter(([name]) => memory.listed.get(name)!.due <= began);
    if (due.length > 0 && memory.listAt > began) return { retryAt: memory.listAt };
    const failure = due.length > 0 ? await this.#ask(due.map(([, wish]) => wish), namespace, memory) : undefined;
    const dues = [...memory.listed.values()].map(({ due }) => due);
    return { retryAt: Math.max(memory.listAt, dues.reduce((least, due) => Math.min(least, due), Infinity)), failure };
  }

  /** As many as there is time for. Returns what went wrong, if something did. */
  async #ask(wishes: readonly Listing[], namespace: string, memory: Memory): Promise<unknown> {
    const { clock, signal } = this.world;
    memory.listAt = clock.now() + interval;
    const requests = batches(wishes);
    let failure: unknown;
    const work = async () => {
      for (let next = requests.next(); !next.done; next = requests.next()) {
        try {
          this.#learn(next.value, await this.#list(next.value, namespace), memory);
        } catch (error) {
          failure ??= error;
        }
        if (failure !== undefined || clock.now() >= memory.listAt || signal.aborted) return;
      }
    };
    await Promise.all(Array.from({ length: parallel }, work));
    return failure;
  }

  /** The objects, or why they cannot be listed. Throws what may be over soon. */
  async #list(wishes: readonly Listing[], namespace: string): Promise<readonly KubeObject[] | Refusal> {
    const { kind, label } = wishes[0]!;
    const { api, clock, signal } = this.world;
    const standing = this.#standingOf(kind, namespace);
    if (standing.refusal && standing.askAgainAt > clock.now()) return standing.refusal;
    const labelSelector = `${label} in (${wishes.map(({ value }) => value).join(",")})`;
    try {
      // In one page: with a limit, older API servers read the whole namespace from etcd in place of their memory.
      const { items } = await api.list(kind, { namespace, labelSelector, signal });
      standing.wasAllowed = true;
      standing.refusedSince = Infinity;
      standing.refusal = undefined;
      return items.map((item) => Stores.kept(kind, item));
    } catch (error) {
      return this.#refused(error, kind, namespace, standing);
    }
  }

  #refused(error: unknown, kind: Kind, namespace: string, standing: Standing): Refusal {
    const { class: what, reason, message } = classify(error);
    if (what !== "blocked" && what !== "invalid") throw error;
    const now = this.world.clock.now();
    standing.refusedSince = Math.min(standing.refusedSince, now);
    if (standing.wasAllowed && now - standing.refusedSince < benefit) throw error;
    standing.wasAllowed = false;
    standing.askAgainAt = now + denial;
    if (!this.#told.has(kind.plural)) {
      this.#told.add(kind.plural);
      this.world.log.warn(`Goes on without ${kind.plural}: ${message}`, { reason, namespace, retryInMs: denial });
    }
    return standing.refusal = { class: what, reason, message };
  }

  #learn(wishes: readonly Listing[], answer: readonly KubeObject[] | Refusal, memory: Memory): void {
    const now = this.world.clock.now();
    for (const { kind, label, value, when } of wishes) {
      const name = nameIn(kind, value);
      const times = (memory.listed.get(name)?.times ?? 0) + 1;
      const due = when === "once" ? Infinity : now + blockedBackoff(times + 1);
      const own = isList(answer) ? answer.filter(({ metadata }) => metadata?.labels?.[label] === value) : answer;
      memory.listed.set(name, { when, times, due, answer: own });
    }
  }

  #standingOf(kind: Kind, namespace: string): Standing {
    const name = nameIn(kind, namespace);
    let standing = this.#standings.get(name);
    if (!standing) {
      this.#standings.set(name, standing = { wasAllowed: false, refusedSince: Infinity, askAgainAt: 0 });
    }
    return standing;
  }
}

export function isList<T>(answer: readonly T[] | Refusal | undefined): answer is readonly T[] {
  return Array.isArray(answer);
}

/** What was known of the same wish; of another one nothing. */
function known({ when }: Listing, before: Listed | undefined, now: number): Listed {
  if (before?.when === when) return before;
  return { when, times: 0, due: when === "once" ? now : now + blockedBackoff(1) };
}

/** Those that go into one request: all that is wanted once, but of what is wanted again and again one request at a time. */
function* batches(wishes: readonly Listing[]): Generator<readonly Listing[], undefined> {
  for (const when of ["once", "again"] as const) {
    const labels = Map.groupBy(
      wishes.filter((wish) => wish.when === when),
      ({ kind, label }) => `${kind.plural} ${label}`,
    );
    for (const all of labels.values()) {
      for (let at = 0; at < all.length; at += together) {
        yield all.slice(at, at + together);
        if (when === "again") break;
      }
    }
  }
}
