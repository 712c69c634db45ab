/** What Kubernetes makes of `$(NAME)` and `$$` in commands and environment variables. */

/** References to variables that there are not stay as they are, and so does a `$` that starts nothing. */
export function expand(text: string, variables: ReadonlyMap<string, string>): string {
  let out = "";
  for (let at = 0; at < text.length;) {
    const next = text[at + 1];
    const close = next === "(" ? text.indexOf(")", at) : -1;
    if (text[at] !== "$" || next === undefined) out += text[at++];
    else if (close >= 0) {
      out += variables.get(text.slice(at + 2, close)) ?? text.slice(at, close + 1);
      at = close + 1;
    } else {
      out += next === "$" ? "$" : `$${next}`;
      at += 2;
    }
  }
  return out;
}
