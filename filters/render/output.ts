/** Renders what is selected, Job by Job, and says what is wrong or doubtful. */

import { BatchRun } from "../../crds/kinds.ts";
import { builtinTemplateWith } from "../../render/builtin_template.ts";
import { InputError, type Use } from "../filter.ts";
import { isOf, readObjects } from "../objects.ts";
import { documentOf } from "./document.ts";
import { Input, titleOf } from "./input.ts";
import { oneLine } from "./one_line.ts";
import { obstacleIn, type Part, partOf, totalOf } from "./part.ts";
import { Problems } from "./problems.ts";
import { jobsIn } from "./rehearsal.ts";
import type { Options } from "./render.ts";
import { hasEnded, hasStarted, selected } from "./selection.ts";
import { Summary } from "./summary.ts";

/** Returns 1 if there are Jobs that cannot be made. Throws an InputError before anything is written. */
export async function renderTo(use: Use, options: Options): Promise<0 | 1> {
  const builtin = builtinFor(options.image);
  const input = new Input(await readObjects(use.input), options.namespace);
  const subjects = selected(input, options.run);
  const complain = (line: string) => use.complain(oneLine(line));
  for (const warning of input.warnings) complain(`Warning: ${warning}`);
  if (subjects.length === 0) complain("Nothing to render: all runs and Tasks of the input have ended");
  let code: 0 | 1 = 0;
  for (const subject of subjects) {
    const part = partOf(subject, input, builtin);
    const title = titleOf(subject);
    const obstacle = obstacleIn(part);
    const warnings = obstacle === undefined ? warningsFor(part) : [];
    for (const warning of warnings) complain(`Warning: ${title}: ${warning}`);
    const problems = obstacle === undefined ? await rendered(part, use, options) : [obstacle];
    for (const problem of problems) complain(`${title}: ${problem}`);
    if (problems.length > 0) code = 1;
  }
  return code;
}

function builtinFor(image: string | undefined): string {
  try {
    return builtinTemplateWith(image);
  } catch (error) {
    throw error instanceof Error ? new InputError(error.message, { cause: error }) : error;
  }
}

/** Returns what is wrong with single units. */
async function rendered(part: Part, { write }: Use, options: Options): Promise<string[]> {
  const problems = new Problems();
  const total = totalOf(part);
  const summary = options.summary ? new Summary(part.batch) : undefined;
  let text = "";
  let index = -1;
  for (const { make } of jobsIn(part.plan)) {
    index++;
    const job = make();
    if ("class" in job) problems.add(index, job);
    else if (summary) summary.add(index, job, part.batch?.variableContexts[index] ?? []);
    else text += documentOf(job, part.subject, { index, total });
    if (text.length < enough) continue;
    await write(text);
    text = "";
  }
  if (summary) text = summary.text(part, total);
  if (text !== "") await write(text);
  return [...problems.lines()];
}

/** Characters that are worth a write of their own. */
const enough = 64 * 1024;

function* warningsFor({ subject, isFrozen, template }: Part): Iterable<string> {
  if (subject.metadata?.deletionTimestamp) return yield "it is being deleted, and creates no Jobs any more";
  if (hasStarted(subject) && !isFrozen) {
    const then = `it has ${hasEnded(subject) ? "ended" : "started"}, and what it was made from may have changed since`;
    yield isOf(BatchRun, subject)
      ? `${then}: its ControllerRevision, which has that, is not in the input (add controllerrevision to kubectl get)`
      : then;
  }
  if (template?.isBuiltin) {
    yield "the built-in template, as the input has no ConfigMap 'kubetask-agent' and nothing that names another";
  }
}
