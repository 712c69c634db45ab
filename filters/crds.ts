/** `kubetask crds`: the kinds of kubetask.io, for the cluster that is to know them. */

import { parseArgs } from "node:util";
import text from "../deploy/crds.yaml" with { type: "text" };
import type { Filter } from "./filter.ts";

export const crds: Filter = {
  summary: "print the CustomResourceDefinitions of this version",
  usage: `Usage: kubetask crds | kubectl apply --server-side -f -

Prints the CustomResourceDefinitions of this version as YAML.
`,
  options: [],
  async run({ args, write }) {
    parseArgs({ args: [...args], options: {} });
    await write(text);
    return 0;
  },
};
