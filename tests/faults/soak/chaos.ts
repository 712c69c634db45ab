/** Random faults: what befalls each request of one operator, and each event that it watches. */

import { isWrite } from "../../operator/requests.ts";
import type { ApiRequest } from "../api_request.ts";
import type { EventStream, Fate, Hooks } from "../proxy.ts";
import { between, oneOf, type Random } from "../random.ts";
import { expire, refusal } from "../refusals.ts";

/** At a write: the operator is killed before it is sent, or after its answer came; or the answer is lost with its connection. */
const writeFaults = ["before", "after", "lost"] as const;
/** At any request, also at lists and the beginnings of watches. */
const requestFaults = ["reset", "refused", "delayed"] as const;
/** At an event: the watch breaks, in one of several ways, or its version is no longer known. */
const eventFaults = ["cut", "expired"] as const;
type Fault = typeof writeFaults[number] | typeof requestFaults[number] | typeof eventFaults[number];

/** How probable each is wherever it can come. */
export type Odds = Readonly<Record<Fault, number>>;

export const calm: Odds = {
  before: 0,
  after: 0,
  lost: 0,
  reset: 0,
  refused: 0,
  delayed: 0,
  cut: 0,
  expired: 0,
};

/** Milliseconds. */
const longestDelay = 1_000;

export class Chaos implements Hooks {
  odds = calm;
  readonly counts = new Map<Fault, number>();
  /** On the clock of `performance`. */
  lastWrite = 0;
  lastFault = 0;
  readonly #answersToHit = new Map<ApiRequest, "after" | "lost">();

  /** `kill`: ends the operator at once and starts another one; `tell` hears of every write, leases aside. */
  constructor(
    private readonly random: Random,
    private readonly kill: () => Promise<void>,
    private readonly tell: (write: ApiRequest) => void,
  ) {}

  async request(request: ApiRequest): Promise<Fate> {
    const writes = isWrite(request);
    if (writes && request.resource !== "leases") {
      this.lastWrite = performance.now();
      this.tell(request);
    }
    const fault = this.#drawn(writes ? [...writeFaults, ...requestFaults] : requestFaults);
    switch (fault) {
      case "before":
        await this.#killed();
        return "hang up";
      case "after":
      case "lost":
        this.#answersToHit.set(request, fault);
        return "pass";
      case "reset":
        return "reset";
      case "refused":
        return refusal(oneOf(this.random, [429, 500, 503])!);
      case "delayed":
        await this.#delayed();
        return "pass";
      case undefined:
        return "pass";
    }
  }

  async answer(request: ApiRequest): Promise<"pass" | "hang up" | "reset"> {
    const fault = this.#answersToHit.get(request);
    if (!fault) return "pass";
    this.#answersToHit.delete(request);
    this.lastFault = performance.now();
    if (fault === "lost") return "reset";
    await this.#killed();
    return "hang up";
  }

  async event(stream: EventStream, event: Uint8Array): Promise<void> {
    const fault = this.#drawn(eventFaults);
    switch (fault) {
      case "cut":
        return await this.#cut(stream, event);
      case "expired":
        return await expire(stream);
      case undefined:
        return await stream.send(event);
    }
  }

  async #cut(stream: EventStream, event: Uint8Array): Promise<void> {
    switch (between(this.random, 1, 4)) {
      case 1:
        return await stream.end();
      case 2:
        return stream.hangUp();
      case 3:
        return stream.reset();
    }
    await stream.sendHalf(event);
    await stream.end();
  }

  async #killed(): Promise<void> {
    await this.kill();
    this.lastFault = performance.now();
  }

  async #delayed(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.random() * longestDelay));
    this.lastFault = performance.now();
  }

  /** One of these faults, or none, by the odds. */
  #drawn<F extends Fault>(faults: readonly F[]): F | undefined {
    let left = this.random();
    for (const fault of faults) {
      left -= this.odds[fault];
      if (left >= 0) continue;
      this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
      this.lastFault = performance.now();
      return fault;
    }
  }
}
