/** What the API server's audit log says about requests: who sent how many of which, and when they were answered. */

export interface Request {
  readonly verb: string;
  /** With its subresource: `batchruns/status`. */
  readonly resource: string;
  readonly namespace: string;
  readonly userAgent: string;
  readonly code: number;
  /** Milliseconds since 1970, with fractions. */
  readonly received: number;
  readonly answered: number;
}

interface Event {
  readonly stage: string;
  readonly verb: string;
  readonly userAgent?: string;
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string; readonly namespace?: string };
  readonly responseStatus?: { readonly code?: number };
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

/** The answered requests that were logged from a byte offset on. */
export function requestsSince(auditLog: string, offset: number): Request[] {
  const file = Deno.readFileSync(auditLog).subarray(offset);
  const text = new TextDecoder().decode(file);
  // The last line may not be whole yet.
  return text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter((line) => line).flatMap((line) => {
    // Written by the API server.
    const event = JSON.parse(line) as Event;
    if (event.stage !== "ResponseComplete") return [];
    const { resource = "", subresource, namespace = "" } = event.objectRef ?? {};
    return [{
      verb: event.verb,
      resource: subresource ? `${resource}/${subresource}` : resource,
      namespace,
      userAgent: event.userAgent ?? "",
      code: event.responseStatus?.code ?? 0,
      received: milliseconds(event.requestReceivedTimestamp),
      answered: milliseconds(event.stageTimestamp),
    }];
  });
}

export function sizeOf(auditLog: string): number {
  return Deno.statSync(auditLog).size;
}

export function isWrite({ verb }: Request): boolean {
  return ["create", "update", "patch", "delete", "deletecollection"].includes(verb);
}

/** `Date` drops the microseconds. */
function milliseconds(time: string): number {
  return Date.parse(time) + Number(`0.${/\.\d{3}(\d+)Z$/.exec(time)?.[1] ?? "0"}`);
}
