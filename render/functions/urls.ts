/** Functions that take URLs apart and put them together, as Go's net/url does. */

import { concat, deferred, flat, isText, type Text } from "../rope.ts";
import { bytes, stringOf } from "../utf8.ts";
import { Dict, kindOf } from "../value.ts";
import { computes, FunctionError, type FunctionTable, map, string } from "./function.ts";

export const urls: FunctionTable = {
  urlParse: computes([string], (text) => {
    const url = orFail("unable to parse url", () => parse(text));
    const hostname = url.host.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1");
    return Object.entries({ ...url, hostname, userinfo: url.userinfo ?? "" })
      .reduce((dict, [key, value]) => dict.set(key, value), new Dict());
  }),
  urlJoin: computes([map], (parts) => {
    const [scheme, host, path, query, opaque, fragment, userinfo] = partNames.map((name) => partOf(parts, name));
    const user = userinfo === undefined || userinfo === ""
      ? undefined
      : orFail("unable to parse userinfo in dict", () => parse(`proto://${userinfo}@host`).userinfo);
    return print({
      scheme: scheme ?? "",
      host: host ?? "",
      path: path ?? "",
      query: query ?? "",
      opaque: opaque ?? "",
      fragment: fragment ?? "",
      userinfo: user,
    });
  }),
};

const partNames = ["scheme", "host", "path", "query", "opaque", "fragment", "userinfo"] as const;

/** Decoded, but for the query and for user name and password. */
interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly opaque: string;
  readonly fragment: string;
  readonly userinfo: string | undefined;
}

class UrlError extends Error {}

function orFail<T>(problem: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    throw new FunctionError(concat(`${problem}: parse "`, deferred(""), `": ${error.message}`));
  }
}

function partOf(parts: Dict, name: string): string {
  if (!parts.has(name)) return "";
  const value = parts.get(name);
  if (isText(value)) return flat(value);
  const problem: Text = value === null || value === undefined
    ? "runtime error: invalid memory address or nil pointer dereference"
    : `unable to parse ${name} key, must be of type string, but ${kindOf(value)} found`;
  throw new FunctionError(problem);
}

/** Throws a UrlError. */
function parse(text: string): Url {
  const [, before = "", fragment = ""] = /^([^#]*)(?:#([^]*))?$/.exec(text) ?? [];
  return { ...parseBeforeFragment(before), fragment: unescape(fragment) };
}

function parseBeforeFragment(text: string): Url {
  const nothing: Url = { scheme: "", host: "", path: "", query: "", opaque: "", fragment: "", userinfo: undefined };
  // deno-lint-ignore no-control-regex -- these are what Go refuses
  if (/[\0-\x1f\x7f]/.test(text)) throw new UrlError("net/url: invalid control character in URL");
  if (text === "*") return { ...nothing, path: "*" };
  if (text.startsWith(":")) throw new UrlError("missing protocol scheme");
  const [, scheme = "", afterScheme = ""] = /^(?:([a-zA-Z][a-zA-Z\d+.-]*):)?([^]*)$/.exec(text) ?? [];
  const [, rest = "", query = ""] = /^([^?]*)(?:\?([^]*))?$/.exec(afterScheme) ?? [];
  const url = { ...nothing, scheme: scheme.toLowerCase(), query };
  if (!rest.startsWith("/")) {
    if (scheme !== "") return { ...url, opaque: rest };
    if (/^[^/]*:/.test(rest)) throw new UrlError("first path segment in URL cannot contain colon");
  }
  if (!rest.startsWith("//") || (scheme === "" && rest.startsWith("///"))) return { ...url, path: unescape(rest) };
  const [, authority = "", path = ""] = /^\/\/([^/]*)([^]*)$/.exec(rest) ?? [];
  const at = authority.lastIndexOf("@");
  const host = parseHost(url.scheme, authority.slice(at + 1));
  const userinfo = at === -1 ? undefined : parseUser(authority.slice(0, at));
  return { ...url, host, userinfo, path: unescape(path) };
}

function parseUser(text: string): string {
  if (!/^[\w.:~!$&'()*+,;=%@-]*$/.test(text)) throw new UrlError("net/url: invalid userinfo");
  const [, name = "", password] = /^([^:]*)(?::([^]*))?$/.exec(text) ?? [];
  const user = escape(unescape(name), safeInUser);
  return password === undefined ? user : `${user}:${escape(unescape(password), safeInUser)}`;
}

function parseHost(scheme: string, text: string): string {
  const open = text.lastIndexOf("[");
  if (open > 0) throw new UrlError("invalid IP-literal");
  if (open === 0) return parseIp(text);
  const isStrict = scheme === "http" || scheme === "https";
  const colon = isStrict ? text.indexOf(":") : text.lastIndexOf(":");
  if (colon !== -1) checkPort(text.slice(colon));
  return unescapeHost(text);
}

/** An IPv6 address in brackets, with a port perhaps. */
function parseIp(text: string): string {
  const close = text.lastIndexOf("]");
  if (close === -1) throw new UrlError("missing ']' in host");
  const port = text.slice(close + 1);
  checkPort(port);
  const [, address = "", zone = ""] = /^([^]*?)(%25[^]*)?$/.exec(text.slice(1, close)) ?? [];
  const ip = unescapeHost(address);
  const zoneText = unescapeZone(zone);
  if (zone === "" && isIpv4(ip)) throw new UrlError("invalid IP-literal");
  if (!isIpv6(ip) || zone === "%25") throw new UrlError("invalid host: …");
  return `[${ip}${zoneText}]${port}`;
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** Eight groups, of which `::` leaves out one or more, and the last two may be an IPv4 address. */
function isIpv6(text: string): boolean {
  const [, groups = "", ipv4] = /^([^.]*:)([^:]*\.[^:]*)$/.exec(text) ?? [undefined, text];
  if (ipv4 !== undefined && !isIpv4(ipv4)) return false;
  // Two groups in the place of the IPv4 address.
  const sides = (ipv4 === undefined ? groups : `${groups}0:0`).split("::");
  const all = sides.flatMap((side) => side === "" ? [] : side.split(":"));
  const isWhole = sides.length === 1 ? all.length === 8 : sides.length === 2 && all.length < 8;
  return isWhole && all.every((group) => /^[\da-fA-F]{1,4}$/.test(group));
}

function checkPort(port: string): void {
  if (!/^(?::\d*)?$/.test(port)) throw new UrlError("invalid port … after host");
}

/** Of what is escaped, only what is not ASCII needs to be. */
function unescapeHost(text: string): string {
  return unescapeWhere(text, (code) => code === "25" || parseInt(code, 16) >= 0x80);
}

function unescapeZone(text: string): string {
  return unescapeWhere(text, (code) => {
    const character = String.fromCharCode(parseInt(code, 16));
    return code === "25" || character === " " || safeInHost.test(character);
  });
}

/** Refuses the first escape of other bytes than `mayEscape` lets pass (two hexadecimal digits), or the first unsafe character. */
function unescapeWhere(text: string, mayEscape: (code: string) => boolean): string {
  for (const [part] of text.matchAll(/%[^]{0,2}|[^%]/gu)) {
    const [, code] = /^%([\da-fA-F]{2})$/.exec(part) ?? [];
    if (part.startsWith("%") && (code === undefined || !mayEscape(code))) throw new UrlError("invalid URL escape …");
    if (code === undefined && hasUnsafeAscii(part)) throw new UrlError("invalid character … in host name");
  }
  return unescape(text);
}

function hasUnsafeAscii(text: string): boolean {
  return [...text].some((character) => character < "\x80" && !safeInHost.test(character));
}

const safeInHost = /^[\w.~!$&'()*+,;=:[\]<>"-]$/;
const safeInPath = /^[\w.~$&+,/:;=@-]$/;
const safeInUser = /^[\w.~$&+,;=-]$/;
const safeInFragment = /^[\w.~$&+,/:;=?@!()*-]$/;

function unescape(text: string): string {
  if (/%(?![\da-fA-F]{2})/.test(text)) throw new UrlError("invalid URL escape …");
  return text.replace(/(?:%[\da-fA-F]{2})+/g, (escapes) => stringOf(Uint8Array.fromHex(escapes.replaceAll("%", ""))));
}

function escape(text: string, safe: RegExp): string {
  return Array.from(text, (character) => {
    if (safe.test(character)) return character;
    return Array.from(bytes(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
  }).join("");
}

function print({ scheme, host, path, query, opaque, fragment, userinfo }: Url): string {
  const start = scheme === "" ? "" : `${scheme}:`;
  const end = (query === "" ? "" : `?${query}`) + (fragment === "" ? "" : `#${escape(fragment, safeInFragment)}`);
  if (opaque !== "") return start + opaque + end;
  const hasAuthority = host !== "" || userinfo !== undefined || (scheme !== "" && path !== "");
  const user = userinfo === undefined ? "" : `${userinfo}@`;
  const authority = hasAuthority ? `//${user}${escape(host, safeInHost)}` : "";
  const escaped = path === "*" ? "*" : escape(path, safeInPath);
  const isMissingSlash = escaped !== "" && !escaped.startsWith("/") && host !== "";
  // Else a first segment with a colon would read as a scheme.
  const dot = start + authority === "" && /^[^/]*:/.test(escaped) ? "./" : "";
  return start + authority + (isMissingSlash ? "/" : "") + dot + escaped + end;
}
