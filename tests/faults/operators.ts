/** The operator and its successors: one is killed, the next one takes over. */

import type { OperatorProcess } from "../operator/operator_process.ts";
import type { Ended } from "./oracles.ts";

export class Operators {
  readonly #ended: Ended[] = [];
  #current: Promise<OperatorProcess> | undefined;

  /** `startOne`: returns when it is ready. */
  constructor(private readonly startOne: () => Promise<OperatorProcess>) {}

  async start(): Promise<void> {
    await (this.#current = this.startOne());
  }

  /** Resolves when the last one that was started works. */
  async ready(): Promise<void> {
    await this.#current;
  }

  /** Kills the one that runs; the next one is on its way when this returns. */
  async replace(): Promise<void> {
    const killed = this.#end("SIGKILL");
    this.#current = killed.then(() => this.startOne());
    this.#current.catch(() => {}); // told by whoever waits for it next
    await killed;
  }

  /** In order; what is to be said of all of them. */
  async end(): Promise<readonly Ended[]> {
    await this.#end("SIGTERM");
    return this.#ended;
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    const operator = await current;
    if (!operator) return;
    const code = await operator.end(signal);
    const { lines } = operator;
    this.#ended.push({ lines, complaints: operator.complaints(), exit: signal === "SIGKILL" ? "killed" : code });
  }
}
