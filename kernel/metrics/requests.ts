/** Counts the requests to the API server, under client-go's names. */

import type { Counter, Histogram, Metrics } from "./metrics.ts";

const requests = {
  name: "rest_client_requests_total",
  help: "Requests to the API server, by status code, method and host; code <error> for those without an answer.",
};
const duration = {
  name: "rest_client_request_duration_seconds",
  help: "Time until an answer of the API server began, by verb and host.",
  buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
};

/** Told of every request; of one without an answer, without a status. */
export type RequestMeter = (method: string, ms: number, status?: number) => void;

export function requestMeter(metrics: Metrics, server: URL | string): RequestMeter {
  const { host } = new URL(server);
  // A thousand a second should find their series faster than by all labels.
  const known = new Map<string, { count: Counter; time: Histogram }>();
  return (method, ms, status) => {
    const code = status === undefined ? "<error>" : String(status);
    let series = known.get(method + code);
    if (!series) {
      const count = metrics.counter(requests, { code, method, host });
      known.set(method + code, series = { count, time: metrics.histogram(duration, { verb: method, host }) });
    }
    series.count.add();
    series.time.observe(ms / 1000);
  };
}
