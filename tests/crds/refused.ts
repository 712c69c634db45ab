/** Objects that must be refused, and a part of what the API server says to their author. */

export interface Refused {
  what: string;
  kind: "Batch" | "BatchRun" | "Task" | "WorkspaceConfig";
  spec: object;
  says: string;
}

const repository = { org: "myorg", repo: "service-a", branch: "main" };
const inRepository = (changed: object) => ({ type: "Repository", repository: { ...repository, ...changed } });
const file = (changed: object) => ({ type: "File", file: { name: "task.md", source: { inline: "Hi" }, ...changed } });
const key = { name: "configs", key: "task.md" };

const oneSource = "exactly one of inline, configMapKeyRef and secretKeyRef must be set";
const oneBatch = "spec: Invalid value: exactly one of batchRef and batchSpec must be set";
const oneShape = "spec.contexts[0]: Invalid value: type File needs file and no repository, " +
  "type Repository needs repository and no file";

const emptyBatch = { commonContext: [], variableContexts: [] };

export const refused: Refused[] = [
  {
    what: "a Batch without common contexts",
    kind: "Batch",
    spec: { variableContexts: [] },
    says: "spec.commonContext: Required value",
  },
  {
    what: "a Batch without variable contexts",
    kind: "Batch",
    spec: { commonContext: [] },
    says: "spec.variableContexts: Required value",
  },
  {
    what: "a Batch whose variable contexts are no lists, for want of a second dash",
    kind: "Batch",
    spec: { commonContext: [], variableContexts: [inRepository({})] },
    says: 'unknown field "spec.variableContexts[0].repository"',
  },
  {
    what: "a Batch with more than 64 common contexts",
    kind: "Batch",
    spec: { commonContext: Array(65).fill(inRepository({})), variableContexts: [] },
    says: "spec.commonContext: Too many: 65: must have at most 64 items",
  },
  {
    what: "a Batch of more than 10,000 tasks",
    kind: "Batch",
    spec: { commonContext: [], variableContexts: Array(10_001).fill([]) },
    says: "spec.variableContexts: Too many: 10001: must have at most 10000 items",
  },
  {
    what: "a Batch with a bad context deep inside",
    kind: "Batch",
    spec: { commonContext: [], variableContexts: [[], [inRepository({}), { type: "File" }]] },
    says: "spec.variableContexts[1][1]: Invalid value: type File needs file",
  },

  { what: "a BatchRun of nothing", kind: "BatchRun", spec: {}, says: oneBatch },
  {
    what: "a BatchRun of two batches",
    kind: "BatchRun",
    spec: { batchRef: "update", batchSpec: emptyBatch },
    says: oneBatch,
  },
  {
    what: "a BatchRun of a Batch that cannot exist",
    kind: "BatchRun",
    spec: { batchRef: "Update Dependencies" },
    says: 'spec.batchRef: Invalid value: "Update Dependencies"',
  },
  {
    what: "a BatchRun with an agent template without a name",
    kind: "BatchRun",
    spec: { batchRef: "update", agentTemplateRef: { key: "agent.yaml" } },
    says: "spec.agentTemplateRef.name: Required value",
  },
  {
    what: "a WorkspaceConfig with a key that no ConfigMap can have",
    kind: "WorkspaceConfig",
    spec: { agentTemplateRef: { name: "agent", key: "../agent.yaml" } },
    says: 'spec.agentTemplateRef.key: Invalid value: "../agent.yaml"',
  },

  {
    what: "a Task without contexts",
    kind: "Task",
    spec: { contexts: [] },
    says: "spec.contexts in body should have at least 1 items",
  },
  {
    what: "a context of an unknown type",
    kind: "Task",
    spec: { contexts: [{ type: "Url" }] },
    says: 'spec.contexts[0].type: Unsupported value: "Url": supported values: "File", "Repository"',
  },
  {
    what: "a context without a type",
    kind: "Task",
    spec: { contexts: [{ repository }] },
    says: "spec.contexts[0].type: Required value",
  },
  { what: "a File context without a file", kind: "Task", spec: { contexts: [{ type: "File" }] }, says: oneShape },
  {
    what: "a File context with a repository",
    kind: "Task",
    spec: { contexts: [{ ...file({}), repository }] },
    says: oneShape,
  },
  {
    what: "a Repository context without a repository",
    kind: "Task",
    spec: { contexts: [{ type: "Repository" }] },
    says: oneShape,
  },
  {
    what: "a Repository context with a file",
    kind: "Task",
    spec: { contexts: [{ ...file({}), type: "Repository", repository }] },
    says: oneShape,
  },
  {
    what: "a file without a source",
    kind: "Task",
    spec: { contexts: [file({ source: undefined })] },
    says: "spec.contexts[0].file.source: Required value",
  },
  {
    what: "a file with an empty source",
    kind: "Task",
    spec: { contexts: [file({ source: {} })] },
    says: `spec.contexts[0].file.source: Invalid value: ${oneSource}`,
  },
  {
    what: "a file with two sources",
    kind: "Task",
    spec: { contexts: [file({ source: { inline: "", secretKeyRef: key } })] },
    says: `spec.contexts[0].file.source: Invalid value: ${oneSource}`,
  },
  {
    what: "a file with three sources",
    kind: "Task",
    spec: { contexts: [file({ source: { inline: "Hi", configMapKeyRef: key, secretKeyRef: key } })] },
    says: `spec.contexts[0].file.source: Invalid value: ${oneSource}`,
  },
  {
    what: "a reference without a key",
    kind: "Task",
    spec: { contexts: [file({ source: { secretKeyRef: { name: "secrets" } } })] },
    says: "spec.contexts[0].file.source.secretKeyRef.key: Required value",
  },
  {
    what: "a text that fits into no Job",
    kind: "Task",
    spec: { contexts: [file({ source: { inline: "x".repeat(262_145) } })] },
    says: "spec.contexts[0].file.source.inline: Too long: may not be more than 262144 bytes",
  },
  {
    what: "a file name that leaves its directory",
    kind: "Task",
    spec: { contexts: [file({ name: "../task.md" })] },
    says: 'spec.contexts[0].file.name: Invalid value: "../task.md"',
  },
  {
    what: "a branch that git would take for an option",
    kind: "Task",
    spec: { contexts: [inRepository({ branch: "--upload-pack=x" })] },
    says: 'spec.contexts[0].repository.branch: Invalid value: "--upload-pack=x"',
  },
  {
    what: "a repository without a branch",
    kind: "Task",
    spec: { contexts: [inRepository({ branch: undefined })] },
    says: "spec.contexts[0].repository.branch: Required value",
  },
];
