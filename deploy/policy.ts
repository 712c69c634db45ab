/** The manifest of the hardened admission policies: nobody hands an agent what they may not read themselves. */

import { Batch, BatchRun, group, Task, WorkspaceConfig } from "../crds/kinds.ts";
import type { Kind } from "../kernel/object.ts";
import { type Manifest, yamlOf } from "./manifest.ts";

/**
 * How many different Secrets (and how many ConfigMaps) an object may name if its author may not get all of them in the namespace. The
 * API server gives a policy 10,000,000 units of cost, and each question to its authorizer takes 350,000 of them.
 */
export const mostNames = 20;

/** A kind of object that others name. Each has a policy of its own, since each policy has a budget of its own. */
interface Named {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly by: readonly Kind[];
  /** In CEL: the names in `variables.spec`, each between slashes of its own (`/a//b//a/`), which no name can hold. */
  readonly names: string;
  readonly most: number;
}

const templateName = "(has(variables.spec.agentTemplateRef) ? '/' + variables.spec.agentTemplateRef.name + '/' : '')";

const named: readonly Named[] = [
  {
    group: "",
    plural: "secrets",
    kind: "Secret",
    by: [Batch, BatchRun, Task],
    names: namesIn("secretKeyRef"),
    most: mostNames,
  },
  {
    group: "",
    plural: "configmaps",
    kind: "ConfigMap",
    by: [Batch, BatchRun, Task, WorkspaceConfig],
    names: `${templateName} + ${namesIn("configMapKeyRef")}`,
    most: mostNames,
  },
  {
    group,
    plural: Batch.plural,
    kind: "Batch",
    by: [BatchRun],
    names: "has(variables.spec.batchRef) ? '/' + variables.spec.batchRef + '/' : ''",
    most: 1,
  },
];

function namesIn(source: "secretKeyRef" | "configMapKeyRef"): string {
  const inOne = `list.map(c, has(c.file) && has(c.file.source.${source}), '/' + c.file.source.${source}.name + '/')`;
  return `variables.contexts.map(list, ${inOne}.join('')).join('')`;
}

/** All lists of contexts: of a Task, of an inline batch, of a Batch; of anything else none. */
const contexts = [
  "has(variables.spec.contexts) ? [variables.spec.contexts]",
  "has(variables.spec.batchSpec) ? [variables.spec.batchSpec.commonContext] + variables.spec.batchSpec.variableContexts",
  "has(variables.spec.variableContexts) ? [variables.spec.commonContext] + variables.spec.variableContexts",
  "[]",
].join(" : ");

/** As YAML, for the hardened variant. Optional: see docs/security.md. */
export function policyYaml(): string {
  return yamlOf("deploy/policy.ts", named.flatMap((one) => [policyOn(one), bindingOn(one)]));
}

function policyOn(one: Named): Manifest {
  const { kind, by, names, most } = one;
  const each = Array.from({ length: most }, (_, i) => i);
  return {
    ...manifest("ValidatingAdmissionPolicy", one),
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [{
          apiGroups: [group],
          apiVersions: ["*"],
          operations: ["CREATE", "UPDATE"],
          resources: by.map(({ plural }) => plural),
        }],
      },
      // Who only labels an object or lets it go names nothing anew.
      matchConditions: [{ name: "spec-is-new", expression: "oldObject == null || object.spec != oldObject.spec" }],
      variables: [
        // Without its type: the fields differ from kind to kind.
        { name: "spec", expression: "dyn(object.spec)" },
        { name: "contexts", expression: contexts },
        { name: "left0", expression: names },
        { name: "mayGetAll", expression: `variables.left0 == '' || ${asked(one)}.check('get').allowed()` },
        // The first of the names that are left, and what is left without it: so each is asked for once.
        ...each.flatMap((i) => [
          { name: `name${i}`, expression: `variables.left${i} == '' ? '' : variables.left${i}.split('/', 3)[1]` },
          { name: `left${i + 1}`, expression: `variables.left${i}.replace('/' + variables.name${i} + '/', '')` },
        ]),
      ],
      validations: [
        {
          expression: `variables.mayGetAll || variables.left${most} == ''`,
          message: `more than ${most} different ${kind}s are named: that needs the right to get all of the namespace`,
          reason: "Forbidden",
        },
        ...each.map((i) => ({
          expression: `variables.mayGetAll || variables.name${i} == '' || ${
            asked(one)
          }.name(variables.name${i}).check('get').allowed()`,
          messageExpression: `"${kind} '" + variables.name${i} + "' is named: that needs the right to get it"`,
          reason: "Forbidden",
        })),
      ],
    },
  };
}

function asked({ group, plural }: Named): string {
  return `authorizer.group('${group}').resource('${plural}').namespace(request.namespace)`;
}

function bindingOn(one: Named): Manifest {
  return {
    ...manifest("ValidatingAdmissionPolicyBinding", one),
    spec: { policyName: nameOf(one), validationActions: ["Deny"] },
  };
}

function manifest(kind: string, one: Named): Manifest {
  const labels = { "app.kubernetes.io/name": "kubetask" };
  return { apiVersion: "admissionregistration.k8s.io/v1", kind, metadata: { name: nameOf(one), labels } };
}

function nameOf({ plural }: Named): string {
  return `kubetask-${plural}`;
}
