/** What went wrong between us and the API server, and what that means for a retry. */

import type { RefusalReason } from "./plan.ts";
import { redact } from "./redact.ts";

/** One of the reasons the API server gives, such as a field that is wrong. */
export interface Cause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** What an `ApiError` is made of. `message` and `causes` may still hold the values that the API server echoes. */
export interface Failure {
  /** What could not be done: `create jobs "x" in "ns"`. Absent: the message says it. */
  readonly doing?: string;
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  readonly causes?: readonly Cause[];
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** Longer messages help nobody and do not fit beside thousands of others in one status. */
const LONGEST_MESSAGE = 1000;

/**
 * The answer of an API server that did not do what it was asked, or why there was no answer. Its message reads
 * `Cannot create jobs "x" in "ns": <what the API server says>`, without values that the API server echoes.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** The API's word for it (`AlreadyExists`), or `NetworkError`, `Timeout`, `BadAnswer`. */
  readonly reason: string;
  readonly causes: readonly Cause[];
  /** Milliseconds that the server wants us to wait at least. */
  readonly retryAfter?: number;

  constructor({ doing, status, reason, message, causes = [], retryAfter, cause }: Failure) {
    const why = shortened(saying(message, causes));
    super(doing === undefined ? why : `Cannot ${doing}: ${why}`, { cause });
    this.status = status;
    this.reason = reason;
    this.causes = causes.map((cause) => ({ ...cause, ...(cause.message && { message: redact(cause.message) }) }));
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}

/** Which of the five ways to be wrong it is: see "When something is wrong" in the design. */
export type ErrorClass = "transient" | "conflict" | "blocked" | "invalid" | "ours";

export interface Classified {
  readonly class: ErrorClass;
  /** CamelCase, as in a condition. */
  readonly reason: string;
  /** A sentence for people, without values. */
  readonly message: string;
  /** Milliseconds to wait at least. */
  readonly retryAfter?: number;
}

/** Everything that is not an `ApiError` is a bug of ours. */
export function classify(error: unknown): Classified {
  if (!(error instanceof ApiError)) {
    return { class: "ours", reason: "InternalError", message: error instanceof Error ? error.message : String(error) };
  }
  const { message, retryAfter } = error;
  return { ...judge(error), message, ...(retryAfter !== undefined && { retryAfter }) };
}

/** Of several errors the one that asks for most patience: what may concern all, else a bug, else a conflict; of equals the one with the longest wait. */
export function gravest(errors: readonly unknown[]): unknown {
  const ranked = errors.map((error) => {
    const { class: what, retryAfter = 0 } = classify(error);
    return { error, retryAfter, rank: what === "conflict" ? 0 : what === "ours" ? 1 : 2 };
  });
  return ranked.toSorted((a, b) => b.rank - a.rank || b.retryAfter - a.retryAfter)[0]?.error;
}

/** Only what is refused is told to users, so only its reasons are words of ours; the others are the API server's. */
type Judgement =
  | { readonly class: "blocked" | "invalid"; readonly reason: RefusalReason }
  | { readonly class: "transient" | "conflict"; readonly reason: string };

function judge(error: ApiError): Judgement {
  const { status, reason, message } = error;
  // Policies choose the status code of a denial freely, so their words come before any code.
  if (DENIED.test(message)) return { class: "blocked", reason: "AdmissionDenied" };
  if (status === 413 || TOO_LARGE.test(message)) return { class: "invalid", reason: "TooLarge" };
  if (status === 409) return { class: "conflict", reason };
  if (status === 422 && message.includes(UNFIT_PATCH)) return { class: "conflict", reason: "Conflict" };
  if (status === 403) return { class: "blocked", reason: whyForbidden(error) };
  if (status === 404) return { class: "blocked", reason: "NotFound" };
  if (status === 401 || status === 408 || status === 410 || status === 429) return { class: "transient", reason };
  if (status >= 400 && status < 500) return { class: "invalid", reason: "Invalid" };
  return { class: "transient", reason };
}

const DENIED =
  /admission webhook "[^"]*" denied the request|AdmissionPolicy '[^']*' with binding '[^']*' denied request/;
/** etcd's limit, and that of the API server's connection to etcd, come as a 500. */
const TOO_LARGE = /etcdserver: request is too large|trying to send message larger than max/;
const QUOTA = /\b(exceeded|failed|status unknown for) quota: /;

function whyForbidden({ message, causes }: ApiError): RefusalReason {
  if (causes.some((cause) => cause.reason === "NamespaceTerminating")) return "NamespaceTerminating";
  return QUOTA.test(message) ? "QuotaExceeded" : "Forbidden";
}

/**
 * A JSON patch that does not fit, such as an operation `test` that does not hold: the object is not what it was when the patch was made.
 * The API server hides the reason behind these words (k8s.io/apiserver/pkg/endpoints/handlers/patch.go, applyJSPatch).
 */
const UNFIT_PATCH = "the server rejected our request due to an error in our request";

/** Where each cause names its field, the causes tell more surely than the message where a value begins and ends. */
function saying(message: string, causes: readonly Cause[]): string {
  const head = /^\S+ "[^"]*" is invalid: /.exec(message);
  if (!head || causes.length === 0 || !causes.every((cause) => cause.field && cause.message)) return redact(message);
  return head[0] + causes.map((cause) => `${cause.field}: ${redact(cause.message ?? "")}`).join("; ");
}

function shortened(text: string): string {
  return text.length <= LONGEST_MESSAGE
    ? text
    : text.slice(0, LONGEST_MESSAGE).toWellFormed().replace(/\uFFFD$/, "") + "…";
}
