/** `kubectl get batchrun X -o json | kubetask report > report.html`: one page about runs, to send around. */

import { parseArgs } from "node:util";
import { BatchRun } from "../../crds/kinds.ts";
import { type Filter, InputError, type Use } from "../filter.ts";
import { isOf, readObjects } from "../objects.ts";
import { linksBy } from "./links.ts";
import type { Format } from "./page.ts";
import { checkStatus } from "./shape.ts";

const usage = `Usage: kubectl get batchrun RUN -o json | kubetask report [options] > report.html

Makes one page of the BatchRuns that it reads: how each ended, when its tasks were at work, how long they took, why some
failed and what helps. The page needs no network and no script. Other objects in the input are passed over.

  --format=FORMAT    html or markdown (default html)
  --link=PATTERN     address of a task's repository, such as 'https://github.com/{org}/{repo}/tree/{branch}'
                     (default: names without links)
  --help

Exit code: 0; 1 if a run failed; 2 if there is nothing to report on, with the reason on standard error.
`;

const formats: readonly Format[] = ["html", "markdown"];

export const report: Filter = {
  summary: "makes a page about runs, to send around",
  usage,
  options: ["format", "link", "help"],
  async run({ args, input, write }: Use) {
    const { help, format, linkOf } = optionsIn(args);
    if (help) {
      await write(usage);
      return 0;
    }
    const objects = (await readObjects(input)).map(({ object }) => object);
    const runs = objects.filter((object) => isOf(BatchRun, object));
    if (runs.length === 0) throw new InputError("There is no BatchRun in the input");
    runs.forEach(checkStatus);
    // Nothing else of the program needs the template engine.
    const { pageOf } = await import("./page.ts");
    await write(pageOf(runs, format, { now: Date.now(), linkOf }));
    return runs.some(({ status }) => status?.phase === "Failed") ? 1 : 0;
  },
};

function optionsIn(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        format: { type: "string", default: "html" },
        link: { type: "string" },
        help: { type: "boolean" },
      },
    });
    const format = formats.find((known) => known === values.format);
    if (!format) throw new InputError(`Cannot make format ${JSON.stringify(values.format)}: it is html or markdown`);
    return { help: values.help, format, linkOf: values.link === undefined ? undefined : linksBy(values.link) };
  } catch (error) {
    if (error instanceof TypeError) throw new InputError(error.message);
    throw error;
  }
}
