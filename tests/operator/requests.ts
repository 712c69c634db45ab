/** What was asked of the API server, and when it answered, from its audit log. */

export interface Request {
  readonly verb: string;
  readonly userAgent: string;
  /** With the subresource: `batchruns/status`. */
  readonly resource: string;
  /** Empty for requests that concern no namespace, or all. */
  readonly namespace: string;
  readonly name: string;
  /** The HTTP status of the answer; 0 if there was none. */
  readonly code: number;
}

export interface TimedRequest extends Request {
  /** Milliseconds since 1970, with fractions. */
  readonly received: number;
  readonly answered: number;
}

/** A line of an audit log (audit.k8s.io/v1), as far as it is read here. */
interface Entry {
  verb: string;
  userAgent?: string;
  objectRef?: { resource?: string; subresource?: string; namespace?: string; name?: string };
  responseStatus?: { code?: number };
  requestReceivedTimestamp: string;
  stageTimestamp: string;
}

/** Those that were answered so far, in that order; a watch when it begins and when it ends. `from`: bytes of the log to leave out (see `sizeOf`). */
export async function requestsIn(auditLog: string, from = 0): Promise<TimedRequest[]> {
  return (await nextRequests(auditLog, from)).requests;
}

/** The same, and from where to read on. */
export async function nextRequests(auditLog: string, from = 0): Promise<{ requests: TimedRequest[]; next: number }> {
  const file = await Deno.open(auditLog);
  const start = Math.max(0, from - 1);
  await file.seek(start, Deno.SeekMode.Start);
  const bytes = await new Response(file.readable).bytes();
  // The last line may still be growing, and so may one have been when its size was taken.
  const end = bytes.lastIndexOf(newline) + 1;
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split("\n").slice(from > 0 ? 1 : 0, -1);
  // Written by the API server.
  return { requests: lines.map((line) => requestOf(JSON.parse(line) as Entry)), next: Math.max(from, start + end) };
}

const newline = 0x0A;

export async function sizeOf(auditLog: string): Promise<number> {
  return (await Deno.stat(auditLog)).size;
}

function requestOf(entry: Entry): TimedRequest {
  const { verb, userAgent = "", objectRef = {}, responseStatus } = entry;
  const { resource = "", subresource, namespace = "", name = "" } = objectRef;
  return {
    verb,
    userAgent,
    resource: subresource ? `${resource}/${subresource}` : resource,
    namespace,
    name,
    code: responseStatus?.code ?? 0,
    received: milliseconds(entry.requestReceivedTimestamp),
    answered: milliseconds(entry.stageTimestamp),
  };
}

/** `Date` drops the microseconds. */
function milliseconds(time: string): number {
  return Date.parse(time) + Number(`0.${/\.\d{3}(\d+)Z$/.exec(time)?.[1] ?? "0"}`);
}

export function isOperator({ userAgent }: Request): boolean {
  return userAgent.startsWith("kubetask/");
}

/** Whether it changes something; events only tell of it. */
export function isWrite(request: Pick<Request, "verb" | "resource">): boolean {
  return changes(request) && !concernsEvent(request);
}

/** Whether it tells of something, or changes what was told. */
export function isTelling(request: Pick<Request, "verb" | "resource">): boolean {
  return changes(request) && concernsEvent(request);
}

function changes({ verb }: Pick<Request, "verb">): boolean {
  return ["create", "update", "patch", "delete", "deletecollection"].includes(verb);
}

function concernsEvent({ resource }: Pick<Request, "resource">): boolean {
  return resource === "events";
}
