/** Keeps passwords out of logs and results, whoever repeats them. */

import type { Credentials } from "./settings.ts";

/** Takes the passwords of the credentials file, and whatever looks like one in an address, out of a text. */
export async function scrubber({ file }: Credentials, others: readonly string[]): Promise<(text: string) => string> {
  const passwords = file === undefined ? [] : (await linesOf(file)).flatMap((line) => {
    const password = URL.parse(line)?.password ?? "";
    return [password, decoded(password)];
  });
  // Shorter ones are found in ordinary words too.
  const secrets = [...passwords, ...others].filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  return (text) => {
    const without = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), text);
    return without.replaceAll(/(\w:\/\/)[^/\s@"']+@/g, "$1…@");
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A file that cannot be read has nothing to hide; Git will say that it cannot read it. */
async function linesOf(file: string): Promise<string[]> {
  try {
    return (await Deno.readTextFile(file)).split("\n");
  } catch {
    return [];
  }
}
