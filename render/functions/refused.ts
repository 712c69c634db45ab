/** Functions of Go, Sprig and Helm that templates do without, and why: the same input must always give the same Job. */

import { goQuote } from "../printing/go_quote.ts";

const clock = "it reads the clock";
const random = "it is random";
const keys = "it makes keys or certificates";
const toml = "TOML is not known here; there are fromYaml, fromJson and their counterparts";

export const refused: ReadonlyMap<string, string> = new Map([
  ["ago", clock],
  ["now", clock],

  ["bcrypt", random],
  ["encryptAES", random],
  ["htpasswd", random],
  ["randAlpha", random],
  ["randAlphaNum", random],
  ["randAscii", random],
  ["randBytes", random],
  ["randInt", random],
  ["randNumeric", random],
  ["shuffle", random],
  ["uuidv4", random],

  ["buildCustomCert", keys],
  ["genCA", keys],
  ["genCAWithKey", keys],
  ["genPrivateKey", keys],
  ["genSelfSignedCert", keys],
  ["genSelfSignedCertWithKey", keys],
  ["genSignedCert", keys],
  ["genSignedCertWithKey", keys],

  ["derivePassword", "it makes passwords"],
  ["env", "it reads the environment of the operator"],
  ["expandenv", "it reads the environment of the operator"],
  ["getHostByName", "it asks the network"],
  ["lookup", "it reads the cluster"],
  ["call", "no value is a function"],

  ["fromToml", toml],
  ["toToml", toml],
  ["toYamlPretty", "there is one way to write YAML here: toYaml"],
]);

/** What is wrong with calling `name`, which is none of the functions there are. */
export function whyMissing(name: string): string {
  const reason = refused.get(name);
  const called = `function ${goQuote(name)}`;
  return reason === undefined ? `${called} not defined` : `${called} is not available: ${reason}`;
}
