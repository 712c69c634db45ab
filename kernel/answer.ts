/** Understands what the API server answers: what was asked for, or why not. */

import { bytesOf, textOf } from "./chunks.ts";
import type { Clock } from "./clock.ts";
import { ApiError, type Cause } from "./errors.ts";
import { isProtobuf, statusIn } from "./protobuf.ts";

/** An hour: a longer wait is a mistake of something on the way, and would overflow a timer after 24 days. */
const LONGEST_RETRY_AFTER = 3_600_000;

/** What was asked for. Its shape is trusted: the server that says so is authenticated. */
export async function json<T>(response: Response, signal: AbortSignal): Promise<T> {
  return JSON.parse(await textOf(response.body, signal)) as T;
}

/** How the API server says no (`metav1.Status`). */
export interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: { readonly causes?: readonly Cause[]; readonly retryAfterSeconds?: number };
}

/** Why the server does not do it. */
export async function refusal(doing: string, response: Response, signal: AbortSignal, clock: Clock): Promise<ApiError> {
  const { status, headers } = response;
  const bytes = await bytesOf(response.body, signal);
  const answer = statusOf(response, bytes) ?? { message: `HTTP ${status}${plainText(headers, bytes)}` };
  const asked = retryAfter(headers.get("retry-after"), clock);
  return statusError(doing, { code: status, ...answer }, asked);
}

/** A refusal in the API's own words, from an answer or from within a watch. */
export function statusError(doing: string, said: Status, retryAfter?: number): ApiError {
  const { code = 500, reason, message, details } = said;
  const wait = retryAfter ?? (details?.retryAfterSeconds ? details.retryAfterSeconds * 1000 : undefined);
  return new ApiError({
    doing,
    status: code,
    reason: reason || `HTTP${code}`,
    message: message || reason || `HTTP ${code}`,
    causes: details?.causes ?? [],
    ...(wait !== undefined && { retryAfter: Math.min(wait, LONGEST_RETRY_AFTER) }),
  });
}

function statusOf(response: Response, bytes: Uint8Array): Status | undefined {
  try {
    if (isProtobuf(response)) return statusIn(bytes);
    if (!response.headers.get("content-type")?.includes("json")) return undefined;
    return JSON.parse(new TextDecoder().decode(bytes)) as Status; // trusted as far as its `kind` goes
  } catch {
    return undefined;
  }
}

/** Overloaded servers and proxies answer in plain text or HTML. */
function plainText(headers: Headers, bytes: Uint8Array): string {
  if (!headers.get("content-type")?.startsWith("text/plain")) return "";
  const text = new TextDecoder().decode(bytes).trim().slice(0, 200);
  return text && `, ${text}`;
}

/** Milliseconds of a `Retry-After` header: seconds or a date. */
function retryAfter(header: string | null, clock: Clock): number | undefined {
  if (header === null) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - clock.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Why there is no answer: the network failed, time ran out, or what came back is not JSON. */
export function noAnswer(doing: string, error: unknown, otherwise: "Timeout" | "NetworkError"): ApiError {
  if (error instanceof SyntaxError) return badAnswer(doing, "the answer is not JSON");
  return new ApiError({ doing, status: 0, reason: otherwise, message: innermost(error), cause: error });
}

/** What came cannot be read. The parser's error is not passed on as the cause: it quotes the answer, which may hold prompts. */
export function badAnswer(doing: string, message: string): ApiError {
  return new ApiError({ doing, status: 0, reason: "BadAnswer", message });
}

/** `fetch` wraps what happened in layers that say nothing. */
function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return innermost(error.cause);
  return error.message.replace(/^error sending request for url \([^)]*\)( for [^:]*)?: /, "");
}
