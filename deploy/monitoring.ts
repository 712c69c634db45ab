/** For clusters with the Prometheus operator and Grafana: what to scrape, when to wake someone, what to show. */

import config from "../deno.json" with { type: "json" };
import { dashboard } from "./dashboard.ts";
import { leaseAt } from "./lease.ts";
import { type Manifest, selector } from "./manifest.ts";
import { namespace } from "./rbac.ts";

const metadata = { name: "kubetask-operator", namespace, labels: selector };
/** Prometheus names the job after the Service. */
export const job = `job="kubetask-operator-metrics"`;

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly severity: "critical" | "warning";
  readonly summary: string;
  readonly description: string;
}

/** Each says what is wrong and where to look next. */
export const alerts: readonly Alert[] = [
  {
    alert: "KubeTaskDown",
    expr: `absent(up{${job}} == 1)`,
    for: "5m",
    severity: "critical",
    summary: "No replica of the KubeTask operator answers",
    description:
      "Jobs that were created go on, but no unit is started and no outcome is recorded. See the pods of the Deployment kubetask-operator.",
  },
  {
    alert: "KubeTaskNotLeading",
    expr: `sum(leader_election_master_status{${job}, name="${leaseAt.name}"}) < 1`,
    for: "2m",
    severity: "critical",
    summary: "No replica of the KubeTask operator leads",
    description: "Replicas run, but none holds the Lease kubetask. Their logs say why they wait.",
  },
  {
    alert: "KubeTaskReconcileErrors",
    expr: `sum by (controller) (rate(controller_runtime_reconcile_errors_total{${job}}[5m])) > 0`,
    for: "15m",
    severity: "warning",
    summary: "The KubeTask operator keeps failing at {{ $labels.controller }}",
    description: "What fails is tried again and again; the log has a line for each, with the object and the error.",
  },
  {
    alert: "KubeTaskBlocked",
    expr: `sum by (kind, reason) (kubetask_blocked{${job}}) > 0`,
    for: "1h",
    severity: "warning",
    summary: "{{ $value }} {{ $labels.kind }} blocked for an hour: {{ $labels.reason }}",
    description:
      "They wait for someone to mend their cause, which is in the status of each (kubectl get batchruns,tasks.kubetask.io -A -o wide).",
  },
  {
    alert: "KubeTaskApiErrors",
    expr:
      `sum(rate(rest_client_requests_total{${job}, code=~"5..|<error>"}[5m])) / sum(rate(rest_client_requests_total{${job}}[5m])) > 0.1`,
    for: "15m",
    severity: "warning",
    summary: "The API server fails {{ $value | humanizePercentage }} of the KubeTask operator's requests",
    description: "The operator backs off and goes on by itself once the API server answers.",
  },
];

/** The `spec` of the PrometheusRule. */
export const rulesSpec = {
  groups: [{
    name: "kubetask",
    rules: alerts.map(({ alert, expr, for: duration, severity, summary, description }) => {
      return { alert, expr, for: duration, labels: { severity }, annotations: { summary, description } };
    }),
  }],
};

export const dashboardJson = `${JSON.stringify(dashboard(config.version), null, 2)}\n`;

export function monitoring(): Manifest[] {
  const apiVersion = "monitoring.coreos.com/v1";
  return [
    {
      apiVersion,
      kind: "ServiceMonitor",
      metadata,
      spec: { selector: { matchLabels: selector }, endpoints: [{ port: "metrics", interval: "30s" }] },
    },
    { apiVersion, kind: "PrometheusRule", metadata, spec: rulesSpec },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      // Grafana's sidecar looks for the label.
      metadata: { ...metadata, name: "kubetask-dashboard", labels: { ...selector, grafana_dashboard: "1" } },
      data: { "kubetask.json": dashboardJson },
    },
  ];
}
