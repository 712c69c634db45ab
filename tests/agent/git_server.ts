/** Serves Git repositories over HTTP, by Git's own CGI program. */

import { Buffer } from "node:buffer";

export interface GitServer {
  /** Without it everybody may do everything. */
  readonly account?: { readonly user: string; readonly password: string };
  /** May answer in place of the server, or hold a request up. */
  readonly before?: (request: Request, body: Uint8Array<ArrayBuffer>) => Promise<Response | undefined>;
}

export async function serveGit<T>(
  root: string,
  { account, before }: GitServer,
  work: (url: string) => Promise<T>,
): Promise<T> {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const expected = account && `Basic ${btoa(`${account.user}:${account.password}`)}`;
    const body = await request.bytes();
    if (expected && request.headers.get("authorization") !== expected) {
      return new Response("No", { status: 401, headers: { "www-authenticate": 'Basic realm="git"' } });
    }
    return await before?.(request, body) ?? await backend(root, request, body);
  });
  return await work(`http://127.0.0.1:${server.addr.port}`);
}

async function backend(root: string, request: Request, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const child = new Deno.Command("git", {
    args: ["-c", "http.receivepack=true", "http-backend"],
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers.get("content-type") ?? "",
      HTTP_CONTENT_ENCODING: request.headers.get("content-encoding") ?? "",
      GIT_PROTOCOL: request.headers.get("git-protocol") ?? "",
      REMOTE_USER: "somebody",
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const [out] = await Promise.all([
    child.output(),
    new Blob([body]).stream().pipeTo(child.stdin).catch(() => {}),
  ]);
  const end = Buffer.from(out.stdout).indexOf("\r\n\r\n");
  const headers = new Headers();
  for (const line of new TextDecoder().decode(out.stdout.subarray(0, end)).split("\r\n")) {
    const [name = "", value = ""] = line.split(/: (.*)/s);
    if (name) headers.set(name, value);
  }
  const status = Number.parseInt(headers.get("status") ?? "200");
  headers.delete("status");
  return new Response(out.stdout.subarray(end + 4), { status, headers });
}
