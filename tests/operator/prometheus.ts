/** Reads metrics as Prometheus does: with its own parser and linter, built from Go. */

import assert from "node:assert/strict";
import { run } from "../cluster/command.ts";

export class Prometheus implements AsyncDisposable {
  private constructor(private readonly folder: string) {}

  static async build(): Promise<Prometheus> {
    const folder = await Deno.makeTempDir({ prefix: "kubetask-promlint-" });
    await run(["go", "build", "-o", `${folder}/promlint`, "."], {
      cwd: `${import.meta.dirname}/promlint`,
      env: { CGO_ENABLED: "0", GOWORK: "off" },
    });
    return new Prometheus(folder);
  }

  /** The metrics that are served there. Fails if the linter has anything to say about them. */
  async scrape(port: number): Promise<Scrape> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    return await this.read(await response.text());
  }

  async read(text: string): Promise<Scrape> {
    // What our own program prints: see promlint/main.go.
    const { series, problems } = JSON.parse(await run([`${this.folder}/promlint`], { stdin: text })) as {
      series: Record<string, number>;
      problems: unknown;
    };
    assert.deepEqual(problems, null);
    return { text, series: new Map(Object.entries(series)) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

export interface Scrape {
  readonly text: string;
  /** By name and labels in their order, as `name{a="b"}`; of a histogram how many values it counted. */
  readonly series: ReadonlyMap<string, number>;
}
