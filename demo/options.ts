/** What the demo is asked to do, from its command line. */

import { parseArgs } from "node:util";

export const usage = `Usage: deno task demo [-- options]

Runs an example batch over five repositories on a Kubernetes that it builds and starts on this machine, and leaves it
running to look around. Ctrl-C ends and removes everything.

  --stop           end what an earlier demo left running
  --played         let kwok play the pods instead of running them (without root it always does)
  --context NAME   use that cluster of your own kubeconfig, in a namespace that is removed again;
                   with --stop: only remove what a demo that was killed left there
  --image NAME     with --context: an image with a shell that the cluster can pull (default busybox:1)
  --help
`;

export type Request =
  | { readonly do: "help" }
  | { readonly do: "stop" }
  | { readonly do: "start"; readonly played: boolean }
  | { readonly do: "visit"; readonly context: string; readonly image: string }
  | { readonly do: "leave"; readonly context: string };

/** Throws with a sentence for the user when the options make no sense. */
export function requestOf(args: readonly string[]): Request {
  const { values } = parseArgs({
    // `deno task demo -- --stop` hands over the dashes too.
    args: args[0] === "--" ? args.slice(1) : [...args],
    options: {
      stop: { type: "boolean", default: false },
      played: { type: "boolean", default: false },
      context: { type: "string" },
      image: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const { stop, played, context, image } = values;
  if (values.help) return { do: "help" };
  if (context === "") throw new Error("--context needs the name of a context of your kubeconfig");
  if (image !== undefined && (context === undefined || stop)) throw new Error("--image is for a demo with --context");
  if (played && (context !== undefined || stop)) throw new Error("--played is for a demo on this machine");
  if (context === undefined) return stop ? { do: "stop" } : { do: "start", played };
  return stop ? { do: "leave", context } : { do: "visit", context, image: image ?? "busybox:1" };
}
