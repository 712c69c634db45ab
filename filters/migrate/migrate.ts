/** `kubetask migrate`: CodeSweep's Bundle, BundleRun and CodeSweepConfig become Batch, BatchRun and WorkspaceConfig. */

import { type Filter, InputError } from "../filter.ts";
import { readText } from "../objects.ts";

const usage = `Turns CodeSweep's objects (codesweep.io) into KubeTask's.

Usage:
  kubetask migrate < codesweep.yaml > kubetask.yaml

Bundle becomes Batch, BundleRun becomes BatchRun, CodeSweepConfig becomes WorkspaceConfig.
Comments, order and all else stay as they are; objects of other kinds pass unchanged.
What cannot be carried over becomes a comment, and standard error says it with its line.
JSON comes out as YAML.

Exit code: 0 if all could be carried over, 1 if something needs your hand, 2 if the input
cannot be read.
`;

export const migrate: Filter = {
  summary: "turns CodeSweep's objects into KubeTask's",
  usage,
  options: [],
  async run({ args, input, write, complain }) {
    const [unknown] = args;
    if (unknown !== undefined) throw new InputError(`Cannot migrate: unknown argument ${unknown}`);
    const { migrated } = await import("./migrated.ts");
    const { text, complaints } = migrated(await readText(input));
    await write(text);
    for (const complaint of complaints) complain(complaint);
    return complaints.length === 0 ? 0 : 1;
  },
};
