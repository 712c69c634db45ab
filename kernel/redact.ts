/** Takes the values that the API server echoes out of its messages: they may be prompts, and messages end up in logs and status. */

/** Before a value, in the words of apimachinery's field errors (k8s.io/apimachinery/pkg/util/validation/field/errors.go). */
const BEFORE_VALUE = /(Invalid value|Unsupported value|Duplicate value|Not found|Too (?:long|many)(?=: ")): /g;
const QUOTED = /"(?:[^"\\]|\\.)*"/sy;
/** Shorter values are found in ordinary words too. */
const TELLING = 4;

/**
 * The message without echoed values: `spec.parallelism: Invalid value: -1: must be positive` becomes
 * `spec.parallelism: Invalid value (not shown): must be positive`. If in doubt where a value ends, the rest is dropped.
 */
export function redact(message: string): string {
  let rest = message.replace(/parsing time ".*/s, "not an RFC 3339 time");
  let kept = "";
  for (let found = next(rest); found; found = next(rest)) {
    const start = found.index + found[0].length;
    const end = endOfValue(rest, start);
    kept += `${rest.slice(0, found.index)}${found[1]} (not shown)`;
    rest = withoutValue(rest.slice(end), rest.slice(start, end));
  }
  return kept + rest;
}

function next(text: string): RegExpExecArray | null {
  BEFORE_VALUE.lastIndex = 0;
  return BEFORE_VALUE.exec(text);
}

/** Values come quoted as Go or JSON does it, as JSON or Go composites, or bare (numbers, booleans). */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') {
      QUOTED.lastIndex = at;
      if (!QUOTED.test(text)) return text.length;
      at = QUOTED.lastIndex - 1;
    } else if ("{[(".includes(character)) {
      depth++;
    } else if ("}])".includes(character)) {
      if (depth === 0) return at;
      depth--;
    } else if (depth === 0 && (text.startsWith(": ", at) || text.startsWith(", ", at))) {
      return at;
    }
  }
  return text.length;
}

/** Some details repeat the value: `converting fieldPath: field label not supported: metadata.foo`. */
function withoutValue(detail: string, value: string): string {
  const written = value.startsWith('"') ? value.slice(1, -1) : value;
  for (const form of [written, unquoted(value)]) {
    if (form.length >= TELLING) detail = detail.replaceAll(form, "…");
  }
  return detail;
}

/** Characters. Shorter pieces are found in ordinary words too. */
const PIECE = 12;

/**
 * The message without what it repeats of `values`, as the words of a webhook may: pieces of at least 12 characters that stand in one of
 * the texts. The names, which may be part of those texts, stay.
 */
export function withoutRepeats(message: string, values: unknown, names: readonly string[]): string {
  let text = [...textsIn(values)].join("\0");
  for (const name of names) text = text.replaceAll(name, "\0");
  let kept = "";
  for (let at = 0; at < message.length;) {
    let end = at + PIECE;
    if (end > message.length || !text.includes(message.slice(at, end))) {
      kept += message[at++];
      continue;
    }
    while (end < message.length && text.includes(message.slice(at, end + 1))) end += 1;
    kept += "…";
    at = end;
  }
  return kept;
}

function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) { for (const one of Object.values(value)) yield* textsIn(one); }
}

function unquoted(value: string): string {
  try {
    return String(JSON.parse(value));
  } catch {
    return ""; // Go's own escapes and composites
  }
}
