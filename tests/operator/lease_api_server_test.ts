/** Several replicas: one works, and whatever happens to it, another takes over and no unit gets a second Job. */

import assert from "node:assert/strict";
import { leaseAt } from "../../deploy/lease.ts";
import { aRun, aTemplate, jobTemplate, over } from "./objects.ts";
import { type OperatorProcess, startOperator } from "./operator_process.ts";
import { operatorTest, type Stage } from "./stage.ts";

const lease = `lease/${leaseAt.name}`;

/** What a test does with two replicas, of which `leader` leads. */
type Trouble = (replicas: { leader: OperatorProcess; other: OperatorProcess }, stage: Stage) => Promise<void>;

/** Two replicas with a run under way each time; afterwards every unit has had one Job. */
function replicasTest(law: string, trouble: Trouble): void {
  operatorTest(law, async (stage) => {
    const { cluster } = stage;
    await stage.operator.end("SIGTERM");
    await cluster.kubectl("delete", lease, "--namespace", leaseAt.namespace, "--ignore-not-found");
    const leader = await startOperator(cluster, { options: ["--leader-elect", "--identity=leader"] });
    const other = await startOperator(cluster, {
      options: ["--leader-elect", "--identity=other"],
      until: "Waits for the lease, which leader holds",
    });
    try {
      await stage.apply(
        aTemplate("kubetask-agent", jobTemplate("suspend: true")),
        aRun("before", { batchSpec: over(20) }),
      );
      await created(stage, "before");
      await trouble({ leader, other }, stage);
      await stage.apply(aRun("after", { batchSpec: over(20) }));
      await created(stage, "after");
      assert.deepEqual(await jobsMade(stage), { before: 20, after: 20 });
    } finally {
      for (const replica of [leader, other]) await replica.end("SIGKILL");
    }
  });
}

async function created(stage: Stage, run: string): Promise<void> {
  await stage.waitFor("jsonpath={.status.indexes.created}=0-19", `batchrun/${run}`);
}

/** How many Jobs each run ever had: what was created and not refused. */
async function jobsMade({ list }: Stage): Promise<Record<string, number>> {
  const made: Record<string, number> = {};
  for (const { metadata } of await list<{ metadata: { labels: Record<string, string> } }>("jobs")) {
    const run = metadata.labels["kubetask.io/batchrun"] ?? "";
    made[run] = (made[run] ?? 0) + 1;
  }
  return made;
}

replicasTest("a leader that is killed is followed when its lease is over", async ({ leader, other }) => {
  await leader.end("SIGKILL");
  await other.said('"Leads"');
});

replicasTest("a leader that stops in order hands over at once", async ({ leader, other }) => {
  assert.equal(await leader.end("SIGTERM"), 0);
  await other.said('"Leads"');
});

replicasTest("a leader that was paused beyond its lease wakes deposed", async ({ leader, other }) => {
  leader.signal("SIGSTOP");
  await other.said('"Leads"');
  leader.signal("SIGCONT");
  await leader.said("Leads no more");
  await leader.said("Waits for the lease, which other holds");
});

replicasTest(
  "a lease that is given away by hand deposes its holder, until it is free",
  async ({ leader }, { cluster }) => {
    const give = async (holderIdentity: string) => {
      const patch = JSON.stringify({ spec: { holderIdentity } });
      await cluster.kubectl("patch", lease, "--namespace", leaseAt.namespace, "--type=merge", `--patch=${patch}`);
    };
    await give("nobody");
    await leader.said("Leads no more: nobody holds the lease");
    // Not left to its time, which other tests wait for.
    await give("");
  },
);

replicasTest("a lease that is deleted is made again", async (_, { cluster }) => {
  await cluster.kubectl("delete", lease, "--namespace", leaseAt.namespace);
  await cluster.kubectl("wait", "--for=create", lease, "--namespace", leaseAt.namespace, "--timeout=60s");
});
