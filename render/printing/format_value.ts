/** How Go's fmt writes a value for a verb. */

import { FunctionError } from "../functions/function.ts";
import { formatComplex, formatFloat } from "./format_float.ts";
import { formatInteger } from "./format_integer.ts";
import { type Flags, pad } from "./format_flags.ts";
import { goQuoteInner } from "./go_quote.ts";
import { spelled } from "../named_integers.ts";
import { flat, isText } from "../rope.ts";
import { bytes } from "../utf8.ts";
import { Complex, Dict, Int, isNil, kindOf, List, Struct, typeOf, type Value } from "../value.ts";

/** Throws a FunctionError for what has an address, and is asked for it. */
export function formatValue(value: Value, verb: string, flags: Flags): string {
  if (value === undefined || value === null) {
    return verb === "v" || verb === "T" ? pad("<nil>", flags) : `%!${verb}(<nil>)`;
  }
  if (verb === "T") return pad(truncated(typeOf(value), flags), flags);
  if (verb === "p" && ["slice", "map", "ptr"].includes(kindOf(value))) {
    throw new FunctionError("%p is an address, and another one in every run");
  }
  // Errors alone have `%w`.
  if (verb === "w" || verb === "p") return bad(value, verb, flags);
  const isStruct = value instanceof Struct && value.type.startsWith("*");
  const text = formatted(value, verb, flags);
  // Go follows a pointer, and says so, unless its value prints itself.
  return isStruct && /^(?:\{|\*)/.test(text) ? `&${text.replace(/^\*/, "")}` : text;
}

/** What is inside another value; nil there is not padded. */
function formatted(value: Value, verb: string, flags: Flags): string {
  if (value === undefined || value === null) return flags.sharpV ? "interface {}(nil)" : "<nil>";
  if (flags.sharpV && isNil(value)) return `${typeOf(value)}(nil)`;
  const inside = (item: Value) => formatted(item, verb, flags);
  if (value instanceof List) {
    return group(value, "[", value.items.map(inside), flags);
  }
  if (value instanceof Dict) {
    return group(value, "map[", value.entries().map(({ key, value }) => `${inside(key)}:${inside(value)}`), flags);
  }
  if (value instanceof Struct) {
    const printed = value.printed === undefined || flags.sharpV ? undefined : scalar(value.printed, verb, flags);
    if (printed !== undefined) return printed;
    const named = flags.plusV || flags.sharpV;
    return group(
      value,
      "{",
      [...value.fields].map(([name, field]) => (named ? `${name}:` : "") + inside(field)),
      flags,
    );
  }
  return scalar(value, verb, flags) ?? bad(value, verb, flags);
}

function group(value: Value, open: string, items: readonly string[], { sharpV }: Flags): string {
  if (sharpV) return `${typeOf(value)}{${items.join(", ")}}`;
  return open + items.join(" ") + (open === "{" ? "}" : "]");
}

/** Undefined if the verb is not one for the value. */
function scalar(value: Exclude<Value, List | Dict | Struct>, verb: string, flags: Flags): string | undefined {
  if (typeof value === "number") return formatFloat(value, verb, flags);
  if (value instanceof Int) {
    const name = flags.sharpV ? undefined : spelled(value);
    return (name === undefined ? undefined : formatString(name, verb, flags)) ?? formatInteger(value, verb, flags);
  }
  if (value instanceof Complex) return formatComplex(value, verb, flags);
  if (isText(value)) return formatString(flat(value), verb, flags);
  return verb === "v" || verb === "t" ? pad(String(value), flags) : undefined;
}

function bad(value: Value, verb: string, flags: Flags): string {
  return `%!${verb}(${typeOf(value)}=${formatted(value, "v", flags)})`;
}

function formatString(text: string, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case "v":
      return flags.sharpV ? quoted(text, flags) : pad(truncated(text, flags), flags);
    case "s":
      return pad(truncated(text, flags), flags);
    case "q":
      return quoted(text, flags);
    case "x":
      return pad(hexadecimal(text, flags), flags);
    case "X":
      return pad(hexadecimal(text, flags).toUpperCase(), flags);
  }
  return undefined;
}

function quoted(text: string, flags: Flags): string {
  const cut = truncated(text, flags);
  const canBackquote = !/[`\ufeff]|(?![\t\x80-\x9f])\p{Cc}/u.test(cut);
  return pad(flags.sharp && canBackquote ? `\`${cut}\`` : `"${goQuoteInner(cut, flags.plus)}"`, flags);
}

/** A string's precision counts characters. */
function truncated(text: string, { precision }: Flags): string {
  return precision === undefined ? text : [...text.slice(0, 2 * precision)].slice(0, precision).join("");
}

/** Here it counts bytes. */
function hexadecimal(text: string, { precision, sharp, space }: Flags): string {
  const cut = bytes(text).subarray(0, precision);
  if (!sharp && !space) return cut.toHex();
  const digits = Array.from(cut, (byte) => byte.toString(16).padStart(2, "0"));
  const prefix = sharp && digits.length > 0 ? "0x" : "";
  return space ? digits.map((pair) => prefix + pair).join(" ") : prefix + digits.join("");
}
