/** Puts the File contexts of a unit into its Job: read-only files in one directory of every container. */

import { Buffer } from "node:buffer";
import { posix } from "node:path";
import type { Context } from "../crds/kinds.ts";
import type { Job } from "./job.ts";
import { isMapping } from "./notation/yaml.ts";

/** An annotation of the Job template: the directory for the files. */
export const contextFilesAnnotation = "kubetask.io/context-files";

export type Furnished = { ok: true; job: Job } | { ok: false; problem: string };

/**
 * The Job with a volume of all files, mounted in all containers, if its annotation asks for that. Inline texts travel in
 * annotations of the pod, others as references; texts are data everywhere and arrive byte for byte. A problem comes with
 * its place, and never with a text.
 */
export function withContextFiles(job: Job, contexts: readonly Context[]): Furnished {
  const annotated = job.metadata?.annotations?.[contextFilesAnnotation];
  if (annotated === undefined) {
    const isMisplaced = job.spec?.template.metadata?.annotations?.[contextFilesAnnotation] !== undefined;
    return isMisplaced
      ? refused(`spec.template.${annotation}`, `belongs to the Job: ${annotation}`)
      : { ok: true, job };
  }
  const problem = directoryProblem(annotated);
  if (problem) return refused(annotation, problem);
  const directory = annotated.replace(/\/$/, "");
  const files = contexts.flatMap((context) => context.type === "File" ? [context.file] : []);
  if (files.length === 0) return { ok: true, job };
  const wrong = namesProblem(files) ?? templateProblem(job, directory);
  return wrong === undefined ? furnish(job, files, directory) : { ok: false, problem: wrong };
}

type File = Extract<Context, { type: "File" }>["file"];
type Pod = NonNullable<NonNullable<Job["spec"]>["template"]["spec"]>;
type Container = Pod["containers"][number];
type Projection = NonNullable<
  NonNullable<NonNullable<Pod["volumes"]>[number]["projected"]>["sources"]
>[number];

const annotation = `metadata.annotations[${contextFilesAnnotation}]`;
const volumeName = "kubetask-context-files";
/** Kubernetes adds up the keys and values of all annotations of an object. */
const annotationLimit = 262_144;
/** NAME_MAX of Linux, in bytes. */
const nameLimit = 255;

function refused(place: string, problem: string): Furnished {
  return { ok: false, problem: `${place}: ${problem}` };
}

/** Of what cannot be mounted, or would take from the container what it cannot run without. */
function directoryProblem(directory: string): string | undefined {
  const isDirectory = /^(?:\/[^/:\p{Cc}]+)+\/?$/u.test(directory) && directory.length <= 1024 &&
    !directory.split("/").some((name) => name === "." || name === ".." || Buffer.byteLength(name) > nameLimit);
  if (!isDirectory) {
    return "must be an absolute directory other than /, without `.`, `..` and colons: /kubetask/contexts";
  }
  return /^\/(?:proc|sys|dev)(?:\/|$)/.test(directory) ? "must not be in /proc, /sys or /dev" : undefined;
}

/** The API server has checked each name by itself, as far as its regular expressions go. */
function namesProblem(files: readonly File[]): string | undefined {
  const seen = new Set<string>();
  for (const { name } of files) {
    const size = Buffer.byteLength(name);
    if (size > nameLimit) return `File context '${name}': the name has ${size} bytes, and Linux allows ${nameLimit}`;
    if (name === "" || name === "." || name.startsWith("..") || name.includes("/")) {
      return `File context '${name}': the name must be a single one, without a directory, that does not begin with two dots`;
    }
    if (seen.has(name)) {
      return `File context '${name}': two files have this name; the contexts that tasks have in common count too`;
    }
    seen.add(name);
  }
}

/** Of a template in whose pod there is no room for the volume. */
function templateProblem({ spec }: Job, directory: string): string | undefined {
  const pod = spec?.template.spec;
  const path = "spec.template.spec";
  if (!isListOfMappings(pod?.volumes)) return `${path}.volumes: must be a list of mappings`;
  if (pod?.volumes?.some(({ name }) => name === volumeName)) {
    return `${path}.volumes: '${volumeName}' is the name of the volume that KubeTask adds`;
  }
  if (!isListOfMappings(pod?.initContainers)) return `${path}.initContainers: must be a list of mappings`;
  for (const list of ["initContainers", "containers"] as const) {
    for (const [index, { volumeMounts }] of (pod?.[list] ?? []).entries()) {
      const place = `${path}.${list}[${index}].volumeMounts`;
      if (!isListOfMappings(volumeMounts)) return `${place}: must be a list of mappings`;
      if (volumeMounts?.some(({ mountPath }) => isIn(directory, mountPath))) {
        return `${place}: nothing else can be mounted in the directory for the context files`;
      }
    }
  }
}

/** Also for what is not there. */
function isListOfMappings(list: unknown): boolean {
  return (list ?? undefined) === undefined || Array.isArray(list) && list.every(isMapping);
}

/** A mount needs a place to be mounted on, and in a read-only volume none can be made for it. */
function isIn(directory: string, mountPath: unknown): boolean {
  return typeof mountPath === "string" && `${posix.join("/", mountPath)}/`.startsWith(`${directory}/`);
}

function furnish(job: Job, files: readonly File[], directory: string): Furnished {
  const { spec } = job;
  const pod = spec?.template.spec;
  // Trusted: a Job without these was not rendered.
  if (!pod) return { ok: true, job };
  const texts = files.map(({ source }, index) => [annotationOf(index), source.inline] as const);
  const annotations = {
    ...spec.template.metadata?.annotations,
    ...Object.fromEntries(texts.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
  const size = Object.entries(annotations).flat().reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size > annotationLimit) {
    return refused(
      "spec.template.metadata.annotations",
      `the inline texts of the File contexts make these ${size} bytes long, and Kubernetes allows ${annotationLimit} ` +
        "for all annotations of a pod: shorten the texts, or put long ones into a ConfigMap and name that by configMapKeyRef",
    );
  }
  const projected = { defaultMode: 0o444, sources: files.map(projectionOf) };
  const mount = { name: volumeName, mountPath: directory, readOnly: true };
  const mounted = (container: Container): Container => {
    return { ...container, volumeMounts: [...container.volumeMounts ?? [], mount] };
  };
  const furnished = {
    ...pod,
    ...pod.initContainers && { initContainers: pod.initContainers.map(mounted) },
    containers: pod.containers.map(mounted),
    volumes: [...pod.volumes ?? [], { name: volumeName, projected }],
  };
  const template = {
    ...spec.template,
    metadata: { ...spec.template.metadata, annotations },
    spec: furnished,
  };
  return { ok: true, job: { ...job, spec: { ...spec, template } } };
}

function annotationOf(index: number): string {
  return `kubetask.io/context-file-${index}`;
}

function projectionOf({ name: path, source }: File, index: number): Projection {
  const { configMapKeyRef, secretKeyRef } = source;
  if (configMapKeyRef) {
    return { configMap: { name: configMapKeyRef.name, items: [{ key: configMapKeyRef.key, path }] } };
  }
  if (secretKeyRef) return { secret: { name: secretKeyRef.name, items: [{ key: secretKeyRef.key, path }] } };
  return {
    downwardAPI: { items: [{ path, fieldRef: { fieldPath: `metadata.annotations['${annotationOf(index)}']` } }] },
  };
}
