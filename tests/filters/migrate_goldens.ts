/** Files of CodeSweep, and what comes of them, to the byte. */

import bundle from "./migrate/bundle.before.yaml" with { type: "text" };
import bundleAfter from "./migrate/bundle.after.yaml" with { type: "text" };
import campaign from "./migrate/campaign.before.yaml" with { type: "text" };
import campaignAfter from "./migrate/campaign.after.yaml" with { type: "text" };
import exported from "./migrate/exported.before.json" with { type: "text" };
import exportedAfter from "./migrate/exported.after.yaml" with { type: "text" };
import list from "./migrate/list.before.yaml" with { type: "text" };
import listAfter from "./migrate/list.after.yaml" with { type: "text" };
import runs from "./migrate/runs.before.yaml" with { type: "text" };
import runsAfter from "./migrate/runs.after.yaml" with { type: "text" };
import workspace from "./migrate/workspace.before.yaml" with { type: "text" };
import workspaceAfter from "./migrate/workspace.after.yaml" with { type: "text" };

export interface Golden {
  readonly before: string;
  readonly after: string;
  readonly complaints: readonly string[];
}

const variables = ".TaskID, .BatchName, .BatchRunName, .Namespace, .Contexts, .Name, .Index, .Repository";

export const goldens = {
  "a whole campaign": { before: campaign, after: campaignAfter, complaints: [] },
  "a Bundle, in all its spellings": {
    before: bundle,
    after: bundleAfter,
    complaints: [
      'line 72: Bundle "update-dependencies": spec.repositories.url: KubeTask keeps no host, so the agent must know git.example.com',
      'line 76: Bundle "update-dependencies": spec.parallelism has no counterpart in KubeTask',
      'line 77: Bundle "update-dependencies": spec.retry has no counterpart in KubeTask',
    ],
  },
  "several BundleRuns": {
    before: runs,
    after: runsAfter,
    complaints: [
      'line 22: BundleRun "update-2": metadata.ownerReferences cannot be carried over: the owner would not be the same object',
      'line 24: BundleRun "update-2": metadata.finalizers cannot be carried over: it is CodeSweep that would finish them',
      'line 33: BundleRun "update-2": spec.timeout has no counterpart in KubeTask',
      'line 47: BundleRun "": spec.bundleSpec.repositories: this repository has no branch, which KubeTask needs',
      'line 49: BundleRun "": spec.bundleSpec.repositories: this item cannot be carried over: it must be a mapping',
      'line 50: BundleRun "": spec.bundleSpec.context.exclude has no counterpart in KubeTask',
      'line 52: BundleRun "update-0" has run, and as a BatchRun it would run again: left out',
    ],
  },
  "CodeSweepConfigs and objects of other kinds": {
    before: workspace,
    after: workspaceAfter,
    complaints: [
      'line 18: CodeSweepConfig "empty": spec.image has no counterpart in KubeTask',
      'line 31: ConfigMap "claude": rename codesweep.io to kubetask.io by hand',
      'line 31: ConfigMap "claude": rename .BundleName to .BatchName by hand',
      'line 40: ConfigMap "claude": rename .BundleRunName to .BatchRunName by hand',
      `line 41: ConfigMap "claude": KubeTask has no .Prompt, only ${variables}`,
      'line 49: Role "authors": rename codesweep.io to kubetask.io by hand',
      'line 56: CustomResourceDefinition "bundles.codesweep.io": rename bundles.codesweep.io to batches.kubetask.io by hand',
      'line 59: Schedule "nightly" of codesweep.io/v1alpha1 has no counterpart in KubeTask',
    ],
  },
  "lists, with anchors and aliases across their items": {
    before: list,
    after: listAfter,
    complaints: [
      'line 31: BundleRun "done" has run, and as a BatchRun it would run again: left out',
    ],
  },
  "JSON, as kubectl prints it": {
    before: exported,
    after: exportedAfter,
    complaints: [
      'line 20: Bundle "exported": spec.context.files.secretKeyRef.optional has no counterpart in KubeTask',
      'line 23: Bundle "exported": spec.parallelism has no counterpart in KubeTask',
      'line 26: Bundle "exported": spec.repositories.url: KubeTask keeps no host, so the agent must know git.example.com',
    ],
  },
} as const satisfies Readonly<Record<string, Golden>>;
