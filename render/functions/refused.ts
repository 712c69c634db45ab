/** Functions of Go, Sprig and Helm that templates do without, and why: the same input must always give the same Job. */

const clock = "it reads the clock";
const times = "it works on times, which the clock gives";
const random = "it is random";
const keys = "it makes keys";

export const refused: ReadonlyMap<string, string> = new Map([
  ["ago", clock],
  ["date", clock],
  ["dateInZone", clock],
  ["date_in_zone", clock],
  ["htmlDate", clock],
  ["htmlDateInZone", clock],
  ["now", clock],

  ["dateModify", times],
  ["date_modify", times],
  ["mustDateModify", times],
  ["must_date_modify", times],
  ["unixEpoch", times],
  ["mustToDate", "it depends on the local time zone"],
  ["toDate", "it depends on the local time zone"],

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
  ["derivePassword", keys],
  ["genCA", keys],
  ["genCAWithKey", keys],
  ["genPrivateKey", keys],
  ["genSelfSignedCert", keys],
  ["genSelfSignedCertWithKey", keys],
  ["genSignedCert", keys],
  ["genSignedCertWithKey", keys],

  ["env", "it reads the environment of the operator"],
  ["expandenv", "it reads the environment of the operator"],
  ["getHostByName", "it asks the network"],
  ["semver", "versions are not compared here"],
  ["semverCompare", "versions are not compared here"],
  ["lookup", "it reads the cluster"],
  ["call", "no value is a function"],
]);

/** What is wrong with calling `name`, which is none of the functions there are. */
export function whyMissing(name: string): string {
  const reason = refused.get(name);
  const called = `function ${JSON.stringify(name)}`;
  return reason === undefined ? `${called} not defined` : `${called} is not available: ${reason}`;
}
