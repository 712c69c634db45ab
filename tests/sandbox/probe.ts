/**
 * A program: asks for everything that the operator must not have, one by one, and prints the answers as JSON. It stands where the
 * operator's bundle would: under the same flags. Arguments: the credentials folder; the port of the API server, of another server of
 * the same host and of its own to listen at.
 */

import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { connect as connectHttp2 } from "node:http2";
import { open as openInspector } from "node:inspector";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { hostname } from "node:os";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { writeHeapSnapshot } from "node:v8";
import { compileFunction, runInNewContext, runInThisContext } from "node:vm";
import { Worker as NodeWorker } from "node:worker_threads";

const [credentials = "", server = "", otherPort = "", own = ""] = Deno.args;
const passwd = "/etc/passwd";
const readPasswd = `Deno.readTextFileSync("${passwd}")`;

/** What is asked, by name. */
const questions: Record<string, () => unknown> = {
  // What it needs.
  "the API server": () => textOf(`http://localhost:${server}/`),
  "its own port": () => Deno.listen({ hostname: "127.0.0.1", port: Number(own) }).close(),
  "the token": () => Deno.readTextFile(`${credentials}/token`),
  "the token, below ..data": () => Deno.readTextFile(`${credentials}/..data/token`),
  "KUBETASK_AGENT_IMAGE": () => Deno.env.get("KUBETASK_AGENT_IMAGE"),

  // The network.
  "another port of the API server's host": () => fetch(`http://localhost:${otherPort}/`),
  "the API server by its address": () => fetch(`http://127.0.0.1:${server}/`),
  "the API server by its IPv6 address": () => fetch(`http://[::1]:${server}/`),
  "another port, by a redirect of the API server": () => textOf(`http://localhost:${server}/redirect`),
  "another host": () => fetch("https://example.com/"),
  "another host, by its address": () => fetch("https://192.0.2.1/"),
  "the metadata of a cloud": () => fetch("http://169.254.169.254/latest/meta-data/"),
  "the metadata of a cloud, by its number": () => fetch("http://2852039166/"),
  "the API server through a proxy": () => throughProxy(),
  "a TCP connection": () => Deno.connect({ hostname: "192.0.2.1", port: 443 }),
  "a TCP connection of Node's": () => once(connect(443, "192.0.2.1"), "connect"),
  "an HTTP/2 connection of Node's": () => once(connectHttp2("https://192.0.2.1"), "connect"),
  "a WebSocket": () => new WebSocket("ws://192.0.2.1/"),
  "another port to listen at": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  "its own port on all addresses": () => Deno.listen({ hostname: "0.0.0.0", port: Number(own) }),
  "UDP": () => bound(),
  "a connection to a Unix socket": () => Deno.connect({ transport: "unix", path: "/run/containerd/containerd.sock" }),
  "a Unix socket to listen at": () => Deno.listen({ transport: "unix", path: `${credentials}/socket` }),
  "a name of the DNS": () => Deno.resolveDns("example.com", "A"),

  // Files.
  "/etc/passwd": () => Deno.readTextFile(passwd),
  "/etc/passwd, through Node": () => readFileSync(passwd),
  "/etc/passwd, by fetch": () => fetch(`file://${passwd}`),
  "/etc/passwd, through a link beside the token": () => Deno.readTextFile(`${credentials}/escape`),
  "/etc/passwd, through a linked folder": () => Deno.readTextFile(`${credentials}/everything/etc/passwd`),
  "a file beside the credentials folder": () => Deno.readTextFile(`${credentials}/../secret`),
  "the folder above the credentials": () => Array.fromAsync(Deno.readDir(`${credentials}/..`)),
  "whether a file exists": () => Deno.stat("/etc/shadow"),
  "its own program": () => Deno.readTextFile(new URL(import.meta.url)),
  "/proc/self/environ": () => Deno.readTextFile("/proc/self/environ"),
  "/proc/self/maps": () => Deno.readTextFile("/proc/self/maps"),
  "/proc/self/root": () => Deno.readTextFile(`/proc/self/root${credentials}/../secret`),
  "/dev/mem": () => Deno.open("/dev/mem"),
  "to write to /tmp": () => Deno.writeTextFile("/tmp/kubetask-probe", ""),
  "a temporary file": () => Deno.makeTempFile(),
  "to write beside the token": () => Deno.writeTextFile(`${credentials}/new`, ""),
  "to change the token": () => Deno.writeTextFile(`${credentials}/token`, ""),
  "to remove the token": () => Deno.remove(`${credentials}/token`),
  "to link": () => Deno.symlink(passwd, `${credentials}/link`),
  "a database in a file": () => new DatabaseSync("/tmp/kubetask-probe.db"),
  "an extension of SQLite": () => new DatabaseSync(":memory:", { allowExtension: true }).loadExtension("/tmp/x.so"),
  "a heap snapshot": () => writeHeapSnapshot("/tmp/kubetask-probe.heap"),

  // The process and its machine.
  "the variable HOME": () => Deno.env.get("HOME"),
  "the variable HOME, through Node": () => process.env.HOME,
  "all variables": () => JSON.stringify(Deno.env.toObject()),
  "a subprocess": () => new Deno.Command("/bin/true").output(),
  "a subprocess, through Node": () => once(spawn("/bin/true"), "spawn"),
  "a signal to another process": () => Deno.kill(1, "SIGTERM"),
  "a signal to another process, through Node": () => process.kill(1, 0),
  "a library": () => Deno.dlopen("libc.so.6", {}),
  "an addon": () => process.dlopen({ exports: {} }, "/tmp/x.node"),
  "a pointer": () => Deno.UnsafePointer.create(1n),
  "the host's name": () => Deno.hostname(),
  "the host's name, through Node": () => hostname(),
  "the kernel's version": () => Deno.osRelease(),
  "the network interfaces": () => Deno.networkInterfaces(),
  "the host's memory": () => Deno.systemMemoryInfo(),
  "the host's load": () => Deno.loadavg(),
  "its user": () => Deno.uid(),
  "another user": () => process.setuid?.(0),
  "an inspector": () => openInspector(0),
  "another working directory": () => Deno.chdir("/"),
  "more permissions": async () => (await Deno.permissions.request({ name: "run" })).state,

  // Code.
  "eval": () => (0, eval)("1"),
  "new Function": () => new Function("return 1")(),
  "the constructor of async functions": () => (async () => {}).constructor("return 1")(),
  "the constructor of generators": () => (function* () {}).constructor("yield 1")(),
  "setTimeout with text": () => setTimeout("1" as unknown as () => void, 0), // as in a browser
  "a module of another host": () => imported("https://example.com/x.js"),
  "a package": () => imported("npm:js-yaml@5.5.0"),
  "a package, by its name": () => imported("@kubernetes/client-node"),
  "a package of JSR": () => imported("jsr:@std/assert"),
  "a file as a module": () => imported(`file://${credentials}/../module.js`),
  "a file as a CommonJS module": () => createRequire(import.meta.url)(`${credentials}/../module.js`),
  "a Worker from a file": () => answerOf(new Worker(`file://${credentials}/../module.js`, { type: "module" })),

  // What Deno leaves to every program ...
  "code from text, by node:vm": () => runInThisContext("1 + 1"),
  "code from text, by a data: module": async () =>
    (await imported("data:text/javascript,export default 1 + 1")).default,
  "code from bytes, by WebAssembly": () => WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
  "a signal to itself": () => Deno.kill(Deno.pid, "SIGCONT"),

  // ... is confined to the same permissions.
  "/etc/passwd, by code of node:vm": () => runInThisContext(readPasswd),
  "/etc/passwd, by code of node:vm with this realm": () => runInNewContext(readPasswd, { Deno }),
  "/etc/passwd, by a function of node:vm": () => compileFunction(`return ${readPasswd}`)(),
  "/etc/passwd, by a data: module": () => imported(`data:text/javascript,${readPasswd}`),
  "/etc/passwd, by a blob: module": () =>
    imported(URL.createObjectURL(new Blob([readPasswd], { type: "text/javascript" }))),
  "/etc/passwd, by a Worker": () => answerOf(new Worker(`data:text/javascript,${answering}`, { type: "module" })),
  "/etc/passwd, by a Worker of Node's": () => nodeAnswerOf(new NodeWorker(nodeAnswering, { eval: true })),
  "eval, by code of node:vm": () => runInThisContext(`eval("1")`),
  "eval, by a Worker": () =>
    answerOf(new Worker(`data:text/javascript,${answering.replace(readPasswd, 'eval("1")')}`, { type: "module" })),
};

const answering =
  `let answer; try { answer = ${readPasswd} } catch (error) { answer = error.name } postMessage(answer)`;
const nodeAnswering = `const { parentPort } = require("node:worker_threads");` +
  answering.replace("postMessage", "parentPort.postMessage");

async function textOf(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

async function throughProxy(): Promise<string> {
  using client = Deno.createHttpClient({ proxy: { url: `http://127.0.0.1:${otherPort}` } });
  return await (await fetch(`http://localhost:${server}/`, { client })).text();
}

/** A variable, so that it is asked for when it is wanted and not as a part of this program. */
function imported(specifier: string): Promise<{ default?: unknown }> {
  return import(specifier);
}

interface Emitter {
  on(event: string, listener: (value?: unknown) => void): unknown;
}

function once(emitter: Emitter, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    emitter.on(event, () => resolve());
    emitter.on("error", reject);
  });
}

/** Its refusal is thrown where nobody can catch it. */
async function bound(): Promise<void> {
  const refused = new Promise<never>((_, reject) => {
    addEventListener("error", (event) => {
      event.preventDefault();
      reject(event.error);
    }, { once: true });
  });
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await Promise.race([refused, once(socket, "listening")]);
}

/** Throws the name of the error that a Worker met. */
function answerOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  }).finally(() => worker.terminate());
}

function nodeAnswerOf(worker: NodeWorker): Promise<unknown> {
  return new Promise((resolve, reject) => worker.on("message", resolve).on("error", reject))
    .finally(() => worker.terminate());
}

/** The name of the refusal, or what was got. Other errors tell what they miss, without the names of files and hosts. */
async function answerTo(question: () => unknown): Promise<string> {
  try {
    const got = await question();
    return got instanceof Buffer ? got.toString() : String(got);
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    if (error.name === "NotCapable" || error.name === "EvalError") return error.name;
    return `${error.name}: ${error.message.split("\n")[0]?.replaceAll(/"[^"]*"/g, "…")}`;
  }
}

const answers: Record<string, string> = {};
for (const [what, question] of Object.entries(questions)) answers[what] = await answerTo(question);
console.log(JSON.stringify(answers));
Deno.exit(0);
