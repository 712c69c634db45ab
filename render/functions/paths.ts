/** Functions on slash-separated paths. */

import { computes, type FunctionTable, string } from "./function.ts";

const base = computes([string], (path) => {
  if (path === "") return ".";
  const named = path.replace(/(?<!\/)\/+$/, "");
  return named.slice(named.lastIndexOf("/") + 1) || "/";
});
const dir = computes([string], (path) => cleaned(path.slice(0, path.lastIndexOf("/") + 1)));
const clean = computes([string], cleaned);
const ext = computes([string], (path) => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot === -1 ? "" : name.slice(dot);
});
const isAbs = computes([string], (path) => path.startsWith("/"));

/** Go's filepath functions do the same as those for slashes everywhere but on Windows. */
export const paths: FunctionTable = {
  base,
  dir,
  clean,
  ext,
  isAbs,
  osBase: base,
  osDir: dir,
  osClean: clean,
  osExt: ext,
  osIsAbs: isAbs,
};

/** The shortest path that names the same, without looking at any file. */
function cleaned(path: string): string {
  const isRooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isRooted) parts.push("..");
  }
  return (isRooted ? "/" : "") + parts.join("/") || ".";
}
