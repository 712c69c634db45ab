/** What `--summary` tells of a run or Task: how many Jobs, how large, what they refer to and where they differ. */

import { BatchSpec } from "../../crds/batch.ts";
import { type Context, Task } from "../../crds/kinds.ts";
import { structural } from "../../crds/structural.ts";
import { type KubeObject, nameOf } from "../../kernel/object.ts";
import { formatIntervals } from "../../reconcilers/intervals.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { roomForStatus, storedSize } from "../../reconcilers/room.ts";
import { timestamp } from "../../reconcilers/times.ts";
import { limits } from "../../render/budget.ts";
import { Differences } from "./differences.ts";
import { titleOf } from "./input.ts";
import { oneLine } from "./one_line.ts";
import type { Part } from "./part.ts";
import { References } from "./references.ts";

/** How many fields and how many names are listed at most. */
const listed = 20;
const maxUnits = structural(BatchSpec).properties?.["variableContexts"]?.maxItems ?? 0;
/** Bytes that Kubernetes stores of one object. */
const room = roomForStatus({});

export class Summary {
  #largest = { size: 0, name: "" };
  readonly #completed: Job[] = [];
  readonly #references = new References();
  readonly #differences = new Differences();

  /** `batch`: what the Jobs are made from. */
  constructor(batch: unknown) {
    this.#references.add(batch);
  }

  /** `contexts`: what this unit has of its own. */
  add(index: number, job: KubeObject, contexts: readonly Context[]): void {
    const size = storedSize(job);
    if (size > this.#largest.size) this.#largest = { size, name: nameOf(job) };
    this.#completed.push(completed(job));
    this.#references.add(job);
    this.#differences.add(index, job, contexts);
  }

  /** `total`: units that there are to be. */
  text({ subject, template, statusWith }: Part, total: number): string {
    const jobs = this.#completed.length;
    const rows = [
      ["Template", template?.from ?? "none"],
      ["Tasks", subject.kind === Task.kind ? "1" : `${amount(total)} of at most ${amount(maxUnits)}`],
      ["Jobs", jobs === total ? amount(jobs) : `${amount(jobs)}, and ${amount(total - jobs)} that cannot be made`],
      [
        "Size of the template",
        `${amount(template?.text.length ?? 0)} of at most ${amount(limits.template)} characters`,
      ],
    ];
    if (jobs > 0) {
      const { size, name } = this.#largest;
      const status = storedSize(statusWith(this.#completed) ?? {});
      rows.push(["Size of the largest Job", `${amount(size)} of at most ${amount(room)} bytes: ${name}`]);
      rows.push([
        "Size of the status",
        `${amount(status)} of at most ${amount(roomForStatus(subject))} bytes, if all succeed`,
      ]);
    }
    rows.push(["ConfigMaps", names(this.#references.configMaps)], ["Secrets", names(this.#references.secrets)]);
    if (jobs > 1) rows.push(...this.#differing());
    const lines = [titleOf(subject), ...rows.map(([what = "", value = ""]) => `  ${what.padEnd(width)}${value}`)];
    return lines.map((line) => `${oneLine(line)}\n`).join("");
  }

  #differing(): string[][] {
    const fields = [...this.#differences.fields];
    const title = "Differing Jobs";
    if (fields.length === 0) return [[title, "none, apart from what each has of its own contexts"]];
    return [
      [title, "compared with the first one, apart from what each has of its own contexts"],
      ...fields.slice(0, listed).map(([field, units]) => ["", `${field}: ${few(units)}`]),
      ...fields.length > listed ? [["", `and ${fields.length - listed} more fields`]] : [],
    ];
  }
}

const width = 26;

/** As its controller leaves it when all went well. */
function completed(job: KubeObject): Job {
  const [startTime, completionTime] = [timestamp(0), timestamp(0)];
  const condition = { type: "Complete", status: "True", lastTransitionTime: completionTime };
  return { metadata: { name: nameOf(job) }, status: { startTime, completionTime, conditions: [condition] } };
}

function few(units: readonly number[]): string {
  const all = formatIntervals(units);
  const shown = all.length <= 80 ? all : `${all.slice(0, all.lastIndexOf(",", 80))},… (${amount(units.length)} in all)`;
  return `${units.length === 1 ? "task" : "tasks"} ${shown}`;
}

function names(names: ReadonlySet<string>): string {
  const [shown, more] = [[...names].toSorted().slice(0, listed), names.size - listed];
  return names.size === 0 ? "none" : shown.join(", ") + (more > 0 ? ` and ${amount(more)} more` : "");
}

function amount(count: number): string {
  return count.toLocaleString("en");
}
