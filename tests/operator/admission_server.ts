/** An admission webhook that does what a test wants: allows, denies, changes objects, hangs, or is down. */

import { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { KubeObject } from "../../kernel/object.ts";
import { issue } from "../cluster/certificates.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { waitUntil } from "../cluster/processes.ts";

/** `hang`: no answer, until the API server gives up. */
export type Verdict = "allow" | "hang" | { readonly deny: string } | { readonly change: readonly Operation[] };

/** Of a JSON patch. */
export interface Operation {
  readonly op: "add" | "remove" | "replace";
  readonly path: string;
  readonly value?: unknown;
}

/** What the API server asks and is answered (admission.k8s.io/v1), as far as it is used here. */
interface Review {
  readonly request: { readonly uid: string; readonly object: KubeObject; readonly dryRun?: boolean };
}

export class AdmissionServer implements AsyncDisposable {
  judge: (object: KubeObject) => Verdict = () => "allow";
  #port = 0;
  #server: Server | undefined;
  readonly #tls: { cert: string; key: string };
  readonly #caBundle: string;
  readonly #hanging = new Set<ServerResponse>();
  #asked = 0;

  private constructor(private readonly cluster: Cluster, cert: string, key: string, ca: string) {
    this.#tls = { cert, key };
    this.#caBundle = btoa(ca);
  }

  static async start(cluster: Cluster): Promise<AdmissionServer> {
    const folder = await Deno.makeTempDir({ prefix: "kubetask-admission-" });
    try {
      await issue(cluster.bin, folder, [{ name: "webhook", commonName: "webhook", hosts: ["127.0.0.1"] }]);
      const read = (file: string) => Deno.readTextFile(`${folder}/${file}`);
      const server = new AdmissionServer(
        cluster,
        await read("webhook.crt"),
        await read("webhook.key"),
        await read("ca.crt"),
      );
      await server.up();
      return server;
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }

  /** Listens; after `down` at the same address as before. */
  async up(): Promise<void> {
    const server = createServer(this.#tls, async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      // The API server asks.
      this.#answer(JSON.parse(Buffer.concat(chunks).toString()) as Review, response);
    });
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as { port: number }).port; // a TCP server's
    this.#server = server;
  }

  /** Connections are refused from now on. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    for (const response of this.#hanging) response.destroy();
    this.#hanging.clear();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Is asked about the Jobs of the namespace, which must not be stored without its answer. Returns once that has taken effect. */
  async guard(
    namespace: string,
    how: "Validating" | "Mutating" = "Validating",
    operations: readonly string[] = ["CREATE"],
  ): Promise<AsyncDisposable> {
    const kind = `${how}WebhookConfiguration`;
    const webhook = {
      name: "webhook.test.kubetask.io",
      clientConfig: { url: `https://127.0.0.1:${this.#port}/`, caBundle: this.#caBundle },
      rules: [{ apiGroups: ["batch"], apiVersions: ["v1"], resources: ["jobs"], operations }],
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      failurePolicy: "Fail",
      timeoutSeconds: 1,
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
    };
    const apiVersion = "admissionregistration.k8s.io/v1";
    const object = { apiVersion, kind, metadata: { name: namespace }, webhooks: [webhook] };
    await this.cluster.kubectlWith(JSON.stringify(object), "apply", "--filename=-");
    const before = this.#asked;
    const trial = ["create", "job", "trial", "--image=trial", "--dry-run=server", "--namespace", namespace];
    await waitUntil("the webhook is asked", 30, async () => {
      await this.cluster.kubectl(...trial);
      return this.#asked > before;
    });
    return {
      [Symbol.asyncDispose]: async () =>
        void await this.cluster.kubectl("delete", kind, namespace, "--ignore-not-found"),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }

  #answer({ request: { uid, object, dryRun } }: Review, response: ServerResponse): void {
    this.#asked += 1;
    const verdict = dryRun ? "allow" : this.judge(object);
    if (verdict === "hang") return void this.#hanging.add(response);
    response.setHeader("content-type", "application/json");
    const answer = { uid, ...admission(verdict) };
    response.end(JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: answer }));
  }
}

function admission(verdict: Exclude<Verdict, "hang">): object {
  if (verdict === "allow") return { allowed: true };
  if ("deny" in verdict) return { allowed: false, status: { message: verdict.deny } };
  return { allowed: true, patchType: "JSONPatch", patch: btoa(JSON.stringify(verdict.change)) };
}
