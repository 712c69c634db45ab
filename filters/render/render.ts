/** `kubetask render`: the Jobs that runs and Tasks would create, before they do. */

import { parseArgs } from "node:util";
import { type Filter, InputError } from "../filter.ts";

export const render: Filter = {
  summary: "print the Jobs that runs and Tasks would create",
  usage: `Usage: kubectl get batch,batchrun,task,workspaceconfig,configmap -o yaml | kubetask render [RUN] [options]

Prints the Jobs that BatchRuns and Tasks would create, as YAML: exactly what the operator would send. Files that were
not applied yet do as well. Without RUN, all are rendered that have not ended. RUN is one of

  NAME                 the BatchRun or the Task of that name
  batchrun/NAME, task/NAME
  batch/NAME           a run of that Batch, before there is any BatchRun

A run that has started is rendered from what it froze if controllerrevision is among what kubectl gets.

  --summary            print how many Jobs there would be, how large they are, what they refer to and which differ
  --image=IMAGE        image of the built-in template, as the operator's KUBETASK_AGENT_IMAGE
  --namespace=NS       for objects that name none (default that of the others, or else "default")

Exit code 1: something could not be rendered, and standard error says what and why; the rest was.

  kubetask render < campaign.yaml | kubectl apply --dry-run=server -f -
`,
  options: ["summary", "image", "namespace"],
  async run(use) {
    const options = optionsIn(use.args);
    // Of the filters only this one needs the schemas: help does not wait for them.
    const { renderTo } = await import("./output.ts");
    return await renderTo(use, options);
  },
};

/** What the command line says. */
export interface Options {
  readonly run?: string;
  readonly summary: boolean;
  readonly image?: string;
  readonly namespace?: string;
}

function optionsIn(args: readonly string[]): Options {
  const { values: { summary = false, image, namespace }, positionals: [run, unexpected] } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { summary: { type: "boolean" }, image: { type: "string" }, namespace: { type: "string", short: "n" } },
  });
  if (unexpected !== undefined) throw new InputError(`Unexpected argument ${JSON.stringify(unexpected)}`);
  return { run, summary, image, namespace };
}
