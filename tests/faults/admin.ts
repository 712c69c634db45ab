/** What users, administrators and Kubernetes' own controllers do, past the proxy and without a kubectl process for each step. */

import { Batch, BatchRun, Task, WorkspaceConfig } from "../../crds/kinds.ts";
import type { Connection } from "../../kernel/connect.ts";
import { type Kind, type KubeObject, nameOf, pathOf } from "../../kernel/object.ts";
import { ConfigMap, Pod } from "../../reconcilers/kinds.ts";
import { waitUntil } from "../cluster/processes.ts";
import { AnyJob, ResourceQuota } from "./record.ts";

export const Namespace: Kind = { apiVersion: "v1", kind: "Namespace", plural: "namespaces" };

const admission = "admissionregistration.k8s.io/v1";
export const Policy: Kind = {
  apiVersion: admission,
  kind: "ValidatingAdmissionPolicy",
  plural: "validatingadmissionpolicies",
};
export const PolicyBinding: Kind = {
  apiVersion: admission,
  kind: "ValidatingAdmissionPolicyBinding",
  plural: "validatingadmissionpolicybindings",
};

const rbac = "rbac.authorization.k8s.io/v1";
export const Role: Kind = { apiVersion: rbac, kind: "Role", plural: "roles" };
export const RoleBinding: Kind = { apiVersion: rbac, kind: "RoleBinding", plural: "rolebindings" };
export const ServiceAccount: Kind = { apiVersion: "v1", kind: "ServiceAccount", plural: "serviceaccounts" };

const kinds: readonly Kind[] = [
  AnyJob,
  Batch,
  BatchRun,
  ConfigMap,
  Namespace,
  Pod,
  Policy,
  PolicyBinding,
  ResourceQuota,
  Role,
  RoleBinding,
  ServiceAccount,
  Task,
  WorkspaceConfig,
];

/** How often a request is sent whose connection breaks. */
const mostAttempts = 3;

export class Admin {
  /** `connection`: with rights to do everything. */
  constructor(private readonly connection: Connection) {}

  /** Creates or changes the object; `namespace` is undefined for one that is in none. */
  async apply(namespace: string | undefined, object: KubeObject): Promise<void> {
    const kind = kinds.find((known) => known.kind === object.kind);
    if (!kind) throw new TypeError(`Cannot apply ${object.kind}: it is none of the kinds known here`);
    await this.#change(`${pathOf(kind, namespace, nameOf(object))}?fieldManager=user&force=true`, "apply", object);
  }

  async patchStatus(kind: Kind, namespace: string, name: string, status: object): Promise<void> {
    await this.#change(`${pathOf(kind, namespace, name)}/status`, "merge", { status });
  }

  /** Returns when that is under way; what the object owns goes with it. Fine if it is gone already. */
  async delete(kind: Kind, namespace: string | undefined, name: string): Promise<void> {
    await this.request("DELETE", pathOf(kind, namespace, name), { propagationPolicy: "Background" }, undefined, [404]);
  }

  async deleteAll(kind: Kind, namespace: string): Promise<void> {
    await this.request("DELETE", pathOf(kind, namespace), { propagationPolicy: "Background" }, undefined, [404]);
  }

  /** Until the API server says so of a Job that is only tried: policies and quotas take effect some time after they are stored. */
  async untilJobs(how: "accepted" | "refused", namespace: string): Promise<void> {
    const path = `${pathOf(AnyJob, namespace)}?dryRun=All`;
    const containers = [{ name: "trial", image: "kubetask.io/busybox:1" }];
    const spec = { template: { spec: { restartPolicy: "Never", containers } } };
    const job = { apiVersion: AnyJob.apiVersion, kind: AnyJob.kind, metadata: { name: "trial" }, spec };
    const refusals = [403, 422];
    await waitUntil(`Jobs are ${how}`, 30, async () => {
      return refusals.includes(await this.request("POST", path, job, undefined, refusals)) === (how === "refused");
    });
  }

  /** The HTTP status. Throws for one that is neither good nor in `tolerated`. */
  async request(
    method: string,
    path: string,
    body: object,
    type = "application/json",
    tolerated: readonly number[] = [],
  ): Promise<number> {
    for (let attempt = 1;; attempt += 1) {
      const { status, text } = await this.#answer(method, path, body, type);
      if (status >= 200 && status < 300 || tolerated.includes(status)) return status;
      // Short of time, or the connection broke: what is asked here may be asked twice.
      if (status === 504 || status === 0 && attempt < mostAttempts) continue;
      throw new Error(`Cannot ${method} ${path}: ${text}`);
    }
  }

  /** Status 0: there was none, and `text` says why. */
  async #answer(method: string, path: string, body: object, type: string): Promise<{ status: number; text: string }> {
    try {
      const response = await fetch(new URL(path, this.connection.server), {
        method,
        client: this.connection.client(),
        headers: { "content-type": type, "user-agent": this.connection.userAgent },
        body: JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      return { status: 0, text: String(error) };
    }
  }

  async #change(path: string, how: "apply" | "merge", body: object): Promise<void> {
    const type = how === "apply" ? "application/apply-patch+yaml" : "application/merge-patch+json";
    await this.request("PATCH", path, body, type);
  }
}
