import assert from "node:assert/strict";
import type { z } from "zod";
import { configMapKey, fileName, gitBranch, gitOwner, gitRepository, objectName } from "../../crds/names.ts";

const names: { name: string; schema: z.ZodType; good: string[]; bad: string[] }[] = [
  {
    name: "an object's name",
    schema: objectName,
    good: ["a", "kubetask-agent", "agent.v2", "0"],
    bad: ["", "-a", "a-", "A", "a_b", "a..b", ".a", "a/b", "a".repeat(254)],
  },
  {
    name: "a ConfigMap's key",
    schema: configMapKey,
    good: ["agent-template.yaml", "_x", ".hidden", "A..b"],
    bad: ["", ".", "..", "..data", "a/b", "a b"],
  },
  {
    name: "a file's name",
    schema: fileName,
    good: ["task.md", ".env", "Read me.md", "aufträge.md", "任务.md", "a..b", "it's", "x-"],
    bad: ["", ".", "..", "..data", "a/b", "/a", "a\\b", "-rf", ".-x", "a\nb", "a\0", "\u0085"],
  },
  {
    name: "an owner",
    schema: gitOwner,
    good: ["myorg", "my_org", "group/sub/sub-2", "~user", "v1.2"],
    bad: ["", "-o", "a//b", "/a", "a/", "a/-b", "..", "a/../b", "a/./b", "a b", "a:b", "a@b", "a\nb"],
  },
  {
    name: "a repository",
    schema: gitRepository,
    good: ["service-a", ".github", "user.github.io", "_x", "A-"],
    bad: ["", ".", "..", "-r", "a/b", "a..b", ".-a", "a b", "a?b", "a\nb"],
  },
  {
    name: "a branch",
    schema: gitBranch,
    good: ["main", "release/1.2", "fix/#12", "feature/don't", "zweig-ü", "a@b", "a+b=c", "v1.2.3", "a/-b"],
    bad: ["", "-b", "/a", "a/", "a//b", ".a", "a/.b", "a.", "a..b", "a b", "a\tb", "a\nb", "a~1", "a^", "a:b"]
      .concat(["a?", "a*", "a[b", "a\\b", "@{u}", "a\x7f", "x".repeat(256)]),
  },
];

for (const { name, schema, good, bad } of names) {
  Deno.test(`${name} may be anything usual and nothing dangerous`, () => {
    assert.deepEqual(good.filter((text) => !schema.safeParse(text).success), [], "refused");
    assert.deepEqual(bad.filter((text) => schema.safeParse(text).success), [], "accepted");
  });
}
