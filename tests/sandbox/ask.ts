/** Asks for what the operator must not have, from under its flags: as a program, prints a table of the questions and answers. */

import { compileArguments } from "../../deploy/image/compile.ts";
import { startArguments } from "../../deploy/image/start.ts";
import type { Reach } from "../../deploy/permissions.ts";
import { run } from "../cluster/command.ts";

if (import.meta.main) {
  for (const [question, answer] of Object.entries(await ask())) console.log(`| ${question} | ${answer} |`);
}

/** What the probe was answered, by what it asked for, in the place of the bundle or compiled like it. */
export async function ask(program: "bundle" | "executable" = "bundle"): Promise<Record<string, string>> {
  const folder = await Deno.makeTempDir({ prefix: "kubetask-sandbox-" });
  const hello = { hostname: "localhost", port: 0, onListen: () => {} };
  const other = Deno.serve(hello, () => new Response("other"));
  const server = Deno.serve(hello, ({ url }) => {
    const elsewhere = `http://localhost:${other.addr.port}/`;
    return url.endsWith("/redirect") ? Response.redirect(elsewhere) : new Response("Kubernetes");
  });
  const own = freePort();
  try {
    const credentials = await mountedCredentials(folder);
    const reach: Reach = { server: `localhost:${server.addr.port}`, credentials, listen: `127.0.0.1:${own}` };
    const probe = new URL("probe.ts", import.meta.url).pathname;
    const ports = [server.addr.port, other.addr.port, own].map(String);
    const start = [Deno.execPath(), ...startArguments(probe, reach)];
    const executable = `${folder}/probe`;
    if (program === "executable") await run([Deno.execPath(), ...compileArguments(probe, executable, reach)]);
    const command = program === "executable" ? [executable] : start;
    // Printed by the probe.
    return JSON.parse(
      await run([...command, credentials, ...ports], { env: { KUBETASK_AGENT_IMAGE: "agent" } }),
    ) as Record<string, string>;
  } finally {
    await Promise.all([server.shutdown(), other.shutdown()]);
    await Deno.remove(folder, { recursive: true });
  }
}

/** As the kubelet mounts a service account, below a link as `/var/run` is one, and with links to what does not belong there. */
async function mountedCredentials(folder: string): Promise<string> {
  await Deno.mkdir(`${folder}/run`);
  await Deno.symlink("run", `${folder}/var`);
  const credentials = `${folder}/var/serviceaccount`;
  await Deno.mkdir(`${credentials}/..2026_01_01`, { recursive: true });
  await Deno.writeTextFile(`${credentials}/..2026_01_01/token`, "token");
  await Deno.symlink("..2026_01_01", `${credentials}/..data`);
  await Deno.symlink("..data/token", `${credentials}/token`);
  await Deno.symlink("/etc/passwd", `${credentials}/escape`);
  await Deno.symlink("/", `${credentials}/everything`);
  await Deno.writeTextFile(`${folder}/run/secret`, "secret");
  await Deno.writeTextFile(`${folder}/run/module.js`, "export default 1;");
  return credentials;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
