import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Context, FileSource } from "../../crds/kinds.ts";
import { type Furnished, withContextFiles } from "../../render/context_files.ts";
import type { Job } from "../../render/job.ts";
import { render } from "./rendering.ts";

type Pod = NonNullable<NonNullable<Job["spec"]>["template"]["spec"]>;

const repository: Context = { type: "Repository", repository: { org: "myorg", repo: "service", branch: "main" } };

function file(name: string, source: FileSource = { inline: "text" }): Context {
  return { type: "File", file: { name, source } };
}

/** A rendered Job with this annotation, annotations of its pod, and more in the pod's spec. */
function aJob(directory?: string, pod: object = {}, podAnnotations?: Record<string, string>): Job {
  const spec = { containers: [{ name: "agent", image: "agent" }], ...pod };
  return render(JSON.stringify({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      annotations: { note: "kept", ...directory !== undefined && { "kubetask.io/context-files": directory } },
    },
    spec: { template: { metadata: { annotations: podAnnotations }, spec } },
  }));
}

function furnished(job: Job, ...contexts: Context[]): Job {
  const result = withContextFiles(job, contexts);
  assert.ok(result.ok, result.ok ? "" : result.problem);
  return result.job;
}

function problemOf(result: Furnished): string {
  assert.ok(!result.ok, "made a Job");
  return result.problem;
}

function podOf(job: Job): Pod | undefined {
  return job.spec?.template.spec;
}

Deno.test("every File context becomes a projection of one volume, in order, and inline texts become annotations of the pod", () => {
  const job = furnished(
    aJob("/contexts"),
    file("task.md", { inline: "Don't: {{ .X }} $(HOME) $$\r\n日本" }),
    repository,
    file("guide.md", { configMapKeyRef: { name: "guides", key: "a.md" } }),
    file("token", { secretKeyRef: { name: "tokens", key: "github" } }),
    file("empty", { inline: "" }),
  );
  assert.deepEqual(job.spec?.template, {
    metadata: {
      annotations: {
        "kubetask.io/context-file-0": "Don't: {{ .X }} $(HOME) $$\r\n日本",
        "kubetask.io/context-file-3": "",
      },
    },
    spec: {
      containers: [{
        name: "agent",
        image: "agent",
        volumeMounts: [{ name: "kubetask-context-files", mountPath: "/contexts", readOnly: true }],
      }],
      volumes: [{
        name: "kubetask-context-files",
        projected: {
          defaultMode: 0o444,
          sources: [
            {
              downwardAPI: {
                items: [{
                  path: "task.md",
                  fieldRef: { fieldPath: "metadata.annotations['kubetask.io/context-file-0']" },
                }],
              },
            },
            { configMap: { name: "guides", items: [{ key: "a.md", path: "guide.md" }] } },
            { secret: { name: "tokens", items: [{ key: "github", path: "token" }] } },
            {
              downwardAPI: {
                items: [{
                  path: "empty",
                  fieldRef: { fieldPath: "metadata.annotations['kubetask.io/context-file-3']" },
                }],
              },
            },
          ],
        },
      }],
    },
  });
  assert.deepEqual(job.metadata, aJob("/contexts").metadata);
});

Deno.test("all containers mount the files, whatever else they mount", () => {
  const mounts = [{ name: "workspace", mountPath: "/workspace" }];
  const pod = {
    initContainers: [{ name: "clone" }, { name: "proxy", restartPolicy: "Always", volumeMounts: mounts }],
    containers: [{ name: "agent", volumeMounts: mounts }, { name: "other", volumeMounts: null }],
    volumes: [{ name: "workspace", emptyDir: {} }],
  };
  const furnishedPod = podOf(furnished(aJob("/workspace/contexts/", pod, { mine: "kept" }), file("task.md")));
  const added = { name: "kubetask-context-files", mountPath: "/workspace/contexts", readOnly: true };
  const seen = [...furnishedPod?.initContainers ?? [], ...furnishedPod?.containers ?? []]
    .map(({ name, volumeMounts }) => [name, volumeMounts]);
  assert.deepEqual(seen, [
    ["clone", [added]],
    ["proxy", [...mounts, added]],
    ["agent", [...mounts, added]],
    ["other", [added]],
  ]);
  assert.deepEqual(furnishedPod?.volumes?.map(({ name }) => name), ["workspace", "kubetask-context-files"]);
});

Deno.test("without the annotation, and without File contexts, a Job stays as it is", () => {
  assert.deepEqual(furnished(aJob(), file("task.md")), aJob());
  assert.deepEqual(furnished(aJob("/contexts"), repository), aJob("/contexts"));
});

Deno.test("the directory is absolute, and not one that a container cannot do without", () => {
  const shape =
    "metadata.annotations[kubetask.io/context-files]: must be an absolute directory other than /, without `.`, `..` and colons: " +
    "/kubetask/contexts";
  const place = "metadata.annotations[kubetask.io/context-files]: must not be in /proc, /sys or /dev";
  const cases: [directory: string, problem: string][] = [
    ["", shape],
    ["/", shape],
    ["//", shape],
    ["contexts", shape],
    ["./contexts", shape],
    ["/a/../b", shape],
    ["/..", shape],
    ["/a/./b", shape],
    ["/a//b", shape],
    ["/a:b", shape],
    ["/a\nb", shape],
    [`/${"a".repeat(256)}`, shape],
    ["/a".repeat(600), shape],
    ["/proc", place],
    ["/proc/", place],
    ["/sys/fs", place],
    ["/dev/shm", place],
  ];
  for (const [directory, problem] of cases) {
    assert.equal(problemOf(withContextFiles(aJob(directory), [])), problem, directory);
  }
  for (const directory of ["/contexts", "/processes", "/a b/ü", "/..a", "/workspace/.contexts/"]) {
    furnished(aJob(directory), file("task.md"));
  }
});

Deno.test("an annotation that stands at the pod is not overlooked", () => {
  assert.equal(
    problemOf(withContextFiles(aJob(undefined, {}, { "kubetask.io/context-files": "/contexts" }), [file("a")])),
    "spec.template.metadata.annotations[kubetask.io/context-files]: belongs to the Job: metadata.annotations[kubetask.io/context-files]",
  );
});

Deno.test("two files of one name, and names that are no file names, are refused", () => {
  const problem = (...names: string[]) => problemOf(withContextFiles(aJob("/a"), names.map((name) => file(name))));
  assert.equal(
    problem("task.md", "other", "task.md"),
    "File context 'task.md': two files have this name; the contexts that tasks have in common count too",
  );
  for (const name of ["", ".", "..", "..data", "/etc/passwd", "a/b", "../a"]) {
    assert.equal(
      problem(name),
      `File context '${name}': the name must be a single one, without a directory, that does not begin with two dots`,
    );
  }
  assert.equal(
    problem("ü".repeat(128)),
    `File context '${"ü".repeat(128)}': the name has 256 bytes, and Linux allows 255`,
  );
  furnished(aJob("/a"), file("Task.md"), file("task.md"), file(".env"), file("a b.md"), file(`${"ü".repeat(127)}x`));
});

Deno.test("a template that leaves no room for the files is refused with the place", () => {
  const mounting = (...mountPaths: string[]) => ({
    volumeMounts: mountPaths.map((mountPath) => ({ name: "v", mountPath })),
  });
  const occupied = "nothing else can be mounted in the directory for the context files";
  const cases: [pod: object, problem: string][] = [
    [
      { volumes: [{ name: "kubetask-context-files", emptyDir: {} }] },
      "volumes: 'kubetask-context-files' is the name of the volume that KubeTask adds",
    ],
    [{ volumes: {} }, "volumes: must be a list of mappings"],
    [{ initContainers: [1] }, "initContainers: must be a list of mappings"],
    [{ containers: [{ volumeMounts: "a" }] }, "containers[0].volumeMounts: must be a list of mappings"],
    [{ containers: [{}, mounting("/x", "/a/b")] }, `containers[1].volumeMounts: ${occupied}`],
    [{ containers: [mounting("/a/b/")] }, `containers[0].volumeMounts: ${occupied}`],
    [{ containers: [mounting("/a/c/../b")] }, `containers[0].volumeMounts: ${occupied}`],
    [{ containers: [mounting("/a/b/c")] }, `containers[0].volumeMounts: ${occupied}`],
    [{ initContainers: [mounting("/a/b")] }, `initContainers[0].volumeMounts: ${occupied}`],
  ];
  for (const [pod, problem] of cases) {
    assert.equal(problemOf(withContextFiles(aJob("/a/b", pod), [file("f")])), `spec.template.spec.${problem}`);
  }
  furnished(aJob("/a/b", { containers: [mounting("/a", "/a/bc", "/")] }), file("f"));
});

Deno.test("all annotations of the pod have 262144 bytes, keys included; one more is refused with the size and the ways out", () => {
  const theirs = { note: "ü" };
  const taken = Buffer.byteLength("noteükubetask.io/context-file-0kubetask.io/context-file-1");
  const texts = (bytes: number) => [file("a", { inline: "ü".repeat(1000) }), file("b", { inline: "b".repeat(bytes) })];
  const room = 262_144 - taken - 2000;
  furnished(aJob("/a", {}, theirs), ...texts(room));
  assert.equal(
    problemOf(withContextFiles(aJob("/a", {}, theirs), texts(room + 1))),
    "spec.template.metadata.annotations: the inline texts of the File contexts make these 262145 bytes long, and Kubernetes " +
      "allows 262144 for all annotations of a pod: shorten the texts, or put long ones into a ConfigMap and name that by " +
      "configMapKeyRef",
  );
});

Deno.test("a problem never holds a text", () => {
  const secret = "hunter2";
  const problems = [
    withContextFiles(aJob(`${secret}`), [file("a")]),
    withContextFiles(aJob("/a"), [file("a", { inline: secret.repeat(50_000) })]),
    withContextFiles(aJob("/a"), [file("a", { inline: secret }), file("a", { inline: secret })]),
  ];
  for (const result of problems) assert.ok(!problemOf(result).includes(secret));
});
