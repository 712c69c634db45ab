/** `kubetask version`: which one this is, and what it runs on. */

import { parseArgs } from "node:util";
import config from "../deno.json" with { type: "json" };
import type { Filter } from "./filter.ts";

export const version: Filter = {
  summary: "print the version",
  usage: `Usage: kubetask version

Prints the version, and the runtime and the machine that it was built for.
`,
  options: [],
  async run({ args, write }) {
    parseArgs({ args: [...args], options: {} });
    await write(`kubetask ${config.version} (deno ${Deno.version.deno}, ${Deno.build.target})\n`);
    return 0;
  },
};
