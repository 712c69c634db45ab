/** The operator in a cluster: its Deployment and what stands around it. */

import type { V1Deployment, V1NetworkPolicy, V1PodDisruptionBudget, V1Service } from "@kubernetes/client-node";
import config from "../deno.json" with { type: "json" };
import type { AsJson } from "../kernel/object.ts";
import { type Manifest, selector } from "./manifest.ts";
import { inPod } from "./permissions.ts";
import { namespace, serviceAccount } from "./rbac.ts";

export const image = `ghcr.io/kubetask/kubetask:${config.version}`;
const name = "kubetask-operator";
const metadata = { name, namespace, labels: selector };
/** Serves metrics and answers the kubelet. */
const port = Number(inPod.listen.split(":").at(-1));

/**
 * The operator needs no privilege, but agents may run beside it, as they do in the architecture document's examples: so what asks for more
 * than the standard `restricted` allows is refused there only if that is what this says, and else told.
 */
export function home(enforced: "baseline" | "restricted"): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: namespace,
      labels: {
        "app.kubernetes.io/name": "kubetask",
        "pod-security.kubernetes.io/enforce": enforced,
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
      },
    },
  };
}

/** What runs, all of it in one namespace. */
export function operator(): Manifest[] {
  return [deployment, service, networkPolicy, disruptionBudget];
}

type Typed<Object> = AsJson<Object> & Manifest;

const deployment: Typed<V1Deployment> = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { ...metadata, labels: { ...selector, "app.kubernetes.io/version": config.version } },
  spec: {
    // One works, the other takes over within seconds.
    replicas: 2,
    revisionHistoryLimit: 3,
    selector: { matchLabels: selector },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels: selector, annotations: { "kubectl.kubernetes.io/default-container": "operator" } },
      spec: {
        serviceAccountName: serviceAccount,
        automountServiceAccountToken: true,
        enableServiceLinks: false,
        // A leader ends its requests and lets the Lease go; that takes a second, and half a minute if the API server is silent.
        terminationGracePeriodSeconds: 40,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65532,
          runAsGroup: 65532,
          seccompProfile: { type: "RuntimeDefault" },
        },
        topologySpreadConstraints: [{
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: selector },
        }],
        containers: [{
          name: "operator",
          image,
          imagePullPolicy: "IfNotPresent",
          args: ["--leader-elect", "--identity=$(POD_NAME)", "--lease-namespace=$(POD_NAMESPACE)"],
          env: [
            fromPod("POD_NAME", "metadata.name"),
            fromPod("POD_NAMESPACE", "metadata.namespace"),
            // Deno takes the heap's limit from the container's.
            { name: "DENO_USE_CGROUPS", value: "1" },
          ],
          ports: [{ name: "metrics", containerPort: port }],
          // Alive is judged generously: a restart heals no API server, and costs a list of everything.
          livenessProbe: {
            httpGet: { path: "/healthz", port: "metrics" },
            periodSeconds: 20,
            failureThreshold: 3,
            timeoutSeconds: 5,
          },
          readinessProbe: { httpGet: { path: "/readyz", port: "metrics" }, periodSeconds: 10, timeoutSeconds: 5 },
          // Measured: 66 MiB idle, 206 MiB at the peak of 3,000 Jobs at work.
          resources: { requests: { cpu: "50m", memory: "96Mi" }, limits: { memory: "256Mi" } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        }],
      },
    },
  },
};

function fromPod(name: string, fieldPath: string) {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

const service: Typed<V1Service> = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { ...metadata, name: `${name}-metrics` },
  spec: { selector, ports: [{ name: "metrics", port, targetPort: "metrics" }] },
};

/**
 * Out to DNS and the API server, in to the metrics. Where the API server is differs from cluster to cluster (behind its Service it
 * is no pod, so no selector finds it), and so do its ports: 443 where it is managed, 6443 elsewhere. Whoever knows the address may
 * narrow this; the process dials one host in any case (see permissions.ts).
 */
const networkPolicy: Typed<V1NetworkPolicy> = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata,
  spec: {
    podSelector: { matchLabels: selector },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ ports: [{ protocol: "TCP", port: "metrics" }] }],
    egress: [
      { ports: [{ protocol: "UDP", port: 53 }, { protocol: "TCP", port: 53 }] },
      { ports: [{ protocol: "TCP", port: 443 }, { protocol: "TCP", port: 6443 }] },
    ],
  },
};

/** A drain never takes both replicas at once, and is never stopped by one that is alone. */
const disruptionBudget: Typed<V1PodDisruptionBudget> = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata,
  spec: { maxUnavailable: 1, selector: { matchLabels: selector } },
};
