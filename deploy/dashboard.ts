/** The Grafana dashboard: what the operator has to do, whether it gets on with it, and what it costs the API server. */

const queries: readonly { title: string; unit: string; expr: string; legend: string }[] = [
  { title: "Units by phase", unit: "short", expr: "sum by (phase) (kubetask_units)", legend: "{{phase}}" },
  { title: "BatchRuns by phase", unit: "short", expr: "sum by (phase) (kubetask_batchruns)", legend: "{{phase}}" },
  { title: "Blocked", unit: "short", expr: "sum by (kind, reason) (kubetask_blocked)", legend: "{{kind}} {{reason}}" },
  {
    title: "Jobs created",
    unit: "ops",
    expr: "sum(rate(kubetask_jobs_created_total[$__rate_interval]))",
    legend: "Jobs",
  },
  {
    title: "How long runs took (9 of 10 at most)",
    unit: "s",
    expr: "histogram_quantile(0.9, sum by (phase, le) (rate(kubetask_batchrun_duration_seconds_bucket[1h])))",
    legend: "{{phase}}",
  },
  {
    title: "Looks at objects",
    unit: "ops",
    expr: "sum by (controller, result) (rate(controller_runtime_reconcile_total[$__rate_interval]))",
    legend: "{{controller}} {{result}}",
  },
  {
    title: "Objects that wait for a worker",
    unit: "short",
    expr: "sum by (name) (workqueue_depth)",
    legend: "{{name}}",
  },
  {
    title: "Requests to the API server",
    unit: "reqps",
    expr: "sum by (method, code) (rate(rest_client_requests_total[$__rate_interval]))",
    legend: "{{method}} {{code}}",
  },
  { title: "Leads", unit: "short", expr: "leader_election_master_status", legend: "{{pod}}" },
  { title: "Memory", unit: "bytes", expr: "process_resident_memory_bytes", legend: "{{pod}}" },
];

/** The expressions, as they stand in the panels. */
export const expressions = queries.map(({ expr }) => expr);

/** The dashboard in Grafana's JSON model. */
export function dashboard(version: string) {
  const datasource = { type: "prometheus", uid: "${datasource}" };
  return {
    uid: "kubetask",
    title: "KubeTask",
    description: `Made for KubeTask ${version}`,
    tags: ["kubernetes"],
    schemaVersion: 39,
    time: { from: "now-6h", to: "now" },
    refresh: "30s",
    templating: { list: [{ name: "datasource", type: "datasource", query: "prometheus" }] },
    panels: queries.map(({ title, unit, expr, legend }, index) => ({
      id: index + 1,
      type: "timeseries",
      title,
      datasource,
      gridPos: { x: index % 2 * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: [{ refId: "A", datasource, expr, legendFormat: legend }],
    })),
  };
}
