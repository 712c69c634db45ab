/** An account for an operator of a test's own. */

import { controllers } from "../../reconcilers/controllers.ts";
import { type Rule, rulesOf } from "../../reconcilers/rbac.ts";
import { waitUntil } from "../cluster/processes.ts";
import type { Stage } from "./stage.ts";

/** A ServiceAccount with the operator's rights, which can be taken and given back. */
export class Account {
  private constructor(private readonly name: string, private readonly stage: Stage) {}

  static async named(name: string, stage: Stage): Promise<Account> {
    const account = new Account(name, stage);
    const role = `${stage.namespace}-${name}`;
    await stage.kubectl("create", "serviceaccount", name);
    await account.#may(rulesOf(controllers));
    const bearer = `--serviceaccount=${stage.namespace}:${name}`;
    await stage.kubectl("create", "clusterrolebinding", role, `--clusterrole=${role}`, bearer);
    await account.#until("yes", "create", "jobs");
    return account;
  }

  token(): Promise<string> {
    return this.stage.cluster.tokenFor(this.stage.namespace, this.name);
  }

  /** Returns when the API server refuses the last of these. */
  async lose(resource: string, ...verbs: string[]): Promise<void> {
    await this.#may(
      rulesOf(controllers).map((rule) => {
        return rule.resources[0] === resource
          ? { ...rule, verbs: rule.verbs.filter((verb) => !verbs.includes(verb)) }
          : rule;
      }),
    );
    await this.#until("no", verbs.at(-1) ?? "", resource);
  }

  async regain(): Promise<void> {
    await this.#may(rulesOf(controllers));
  }

  async #may(rules: readonly Rule[]): Promise<void> {
    const metadata = { name: `${this.stage.namespace}-${this.name}` };
    const role = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata,
      rules: rules.filter(({ verbs }) => verbs.length > 0),
    };
    await this.stage.cluster.kubectlWith(JSON.stringify(role), "apply", "--filename=-");
  }

  async #until(answer: "yes" | "no", verb: string, resource: string): Promise<void> {
    const [plural = "", ...subresource] = resource.split("/");
    const group = rulesOf(controllers).find(({ resources }) => resources[0] === resource)?.apiGroups[0];
    const what = [group ? `${plural}.${group}` : plural, ...subresource.map((name) => `--subresource=${name}`)];
    const bearer = `--as=system:serviceaccount:${this.stage.namespace}:${this.name}`;
    await waitUntil(`the right to ${verb} ${resource}: ${answer}`, 30, async () => {
      // It fails with its answer `no`.
      const said = await this.stage.kubectl("auth", "can-i", verb, ...what, bearer).catch(() => "no");
      return said.trim() === answer;
    });
  }
}
