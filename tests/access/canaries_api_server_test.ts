/** No value of a Secret, a ConfigMap or a prompt gets into a log, an event, a status or the metrics, however a run ends or hangs. */

import assert from "node:assert/strict";
import type { BatchSpec, Context } from "../../crds/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { AdmissionServer } from "../operator/admission_server.ts";
import { aRun, aTask, aTemplate } from "../operator/objects.ts";
import { portOf, startOperator } from "../operator/operator_process.ts";
import { endPods } from "../operator/pods.ts";
import { operatorTest } from "../operator/stage.ts";
import { Canaries } from "./canaries.ts";
import { tracesOf } from "./traces.ts";

const canaries = new Canaries();
const long = (place: string) => `${canaries.of(place)} ${"and so on ".repeat(30)}${canaries.of(place)}`;

function inline(name: string, text: string): Context {
  return { type: "File", file: { name, source: { inline: text } } };
}

const batch: BatchSpec = {
  commonContext: [
    inline("short.md", canaries.of("common text")),
    inline("long.md", long("long common text")),
    { type: "File", file: { name: "token", source: { secretKeyRef: { name: "entrusted", key: "key" } } } },
    { type: "File", file: { name: "rules", source: { configMapKeyRef: { name: "entrusted", key: "key" } } } },
  ],
  variableContexts: [[inline("own.md", long("long variable text"))]],
};

/** With these lines in the Job's spec, and these in its container. */
function template(spec = "", container = ""): string {
  return `{{/* ${canaries.of("comment")} */}}
apiVersion: batch/v1
kind: Job
metadata:
  annotations: {kubetask.io/context-files: /contexts}
spec:
  backoffLimit: 0
  ${spec}
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: agent
        image: ${canaries.of("image")}
        env: [{name: CONTEXTS, value: '{{ .Contexts }}'}, {name: OWN, value: ${canaries.of("template")}}]
        ${container}
`;
}

/** Templates that cannot become a Job, each with the value at fault. */
const wrong: Record<string, string> = {
  "a field of text": template("", "command: [{{ .Contexts.oops }}]"),
  "no number": template("parallelism: {{ atoi (fail .Contexts) }}"),
  "fail": template("", "{{ fail .Contexts }}"),
  "required": template("", "{{ required .Contexts nil }}"),
  "no JSON": template("", "{{ mustFromJson (print .Contexts .Contexts) }}"),
  "no pattern": template("", '{{ mustRegexMatch (print "(" .Contexts) "" }}'),
  "no version": template("", "{{ semver .Contexts }}"),
  "no date": template("", '{{ mustToDate "2006" .Contexts }}'),
  "no index": template("", "{{ index (fromJsonArray .Contexts) .Contexts }}"),
  "no template": template("", '{{ tpl (print "{{" .Contexts) . }}'),
  "no YAML": template(`{${canaries.of("template")}: [`),
  "not a Job": template().replace("kind: Job", `kind: ${canaries.of("template")}`),
  "text for a number": template("parallelism: '{{ .Contexts }}'"),
  "a bad name": template("", "").replace("name: agent", "name: '{{ .Contexts }}'"),
  "a bad policy": template(`completionMode: ${canaries.of("template")}`),
  "a bad unit": template("", `resources: {limits: {cpu: ${canaries.of("template")}}}`),
  "a bad label": template("").replace("metadata:", "metadata:\n  labels: {a: '{{ .Contexts }}'}"),
  "a bad mount": template("", `volumeMounts: [{name: ${canaries.of("template")}, mountPath: '{{ .Contexts }}'}]`),
  "a bad variable": template("", `envFrom: [{prefix: "= {{ .Contexts }}"}]`),
};

operatorTest("values stay where they were put", async (stage) => {
  await stage.operator.end("SIGTERM");
  const operator = await startOperator(stage.cluster, { listen: "127.0.0.1:0" });
  await using webhook = await AdmissionServer.start(stage.cluster);
  await using _ = await webhook.guard(stage.namespace);
  webhook.judge = (job) =>
    nameOf(job).startsWith("denied-") ? { deny: `not with these contexts: ${JSON.stringify(job)}` } : "allow";

  const entrusted = { metadata: { name: "entrusted" }, apiVersion: "v1" };
  const secret = { ...entrusted, kind: "Secret", stringData: { key: canaries.of("Secret") } };
  const text = { ...entrusted, kind: "ConfigMap", data: { key: canaries.of("ConfigMap") } };
  await stage.apply(secret, text, aTemplate("kubetask-agent", template()));
  const failing = Object.values(wrong).map((text, i) => ({ name: `wrong-${i}`, text }));
  await stage.apply(
    ...failing.flatMap(({ name, text }) => [
      aTemplate(name, text),
      aRun(name, { batchSpec: batch, agentTemplateRef: { name } }),
    ]),
    ...["good", "bad", "denied"].map((name) => aRun(name, { batchSpec: batch })),
    aRun("waits", { batchSpec: batch, agentTemplateRef: { name: "missing" } }),
    // No template, but something that is kept in a ConfigMap.
    aRun("mistaken", { batchSpec: batch, agentTemplateRef: { name: "entrusted" } }),
    aRun("keyless", { batchSpec: batch, agentTemplateRef: { name: "entrusted", key: "other" } }),
    aTask("mistaken", { contexts: batch.commonContext, agentTemplateRef: { name: "entrusted" } }),
    aTask("good", { contexts: batch.commonContext }),
  );
  await endPods(stage, "Succeeded", "good-task-0");
  await endPods(stage, "Failed", "bad-task-0");
  await stage.waitFor("condition=Complete", "batchrun/good");
  await stage.waitFor("condition=Failed", "batchrun/bad", "batchrun/mistaken", "task/mistaken");
  await stage.waitFor("condition=Failed", ...failing.map(({ name }) => `batchrun/${name}`));
  await stage.waitFor("jsonpath={.status.tasks[0].reason}=AdmissionDenied", "batchrun/denied");
  for (const [run, reason] of [["waits", "ConfigMapNotFound"], ["keyless", "TemplateKeyNotFound"]]) {
    await stage.waitFor(`jsonpath={.status.conditions[?(@.type=='Reconciling')].reason}=${reason}`, `batchrun/${run}`);
  }
  const metrics = await (await fetch(`http://127.0.0.1:${portOf(operator)}/metrics`)).text();
  // Events are written behind; at its end the operator has written them all.
  assert.equal(await operator.end("SIGTERM"), 0);

  assert.deepEqual(canaries.leaks({ ...await tracesOf(stage, operator), metrics }), []);
  // It would have been found: what a Job is made of holds them.
  assert.ok(canaries.in(JSON.stringify(await stage.list<Job>("jobs"))).includes("common text"));
});
