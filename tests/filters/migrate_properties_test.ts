import assert from "node:assert/strict";
import fc from "fast-check";
import { migrated } from "../../filters/migrate/migrated.ts";
import { readYaml } from "../../render/notation/yaml.ts";
import { goldens } from "./migrate_goldens.ts";

/** A random Bundle as a person would write it, and the `spec` of the Batch that it means. */
interface Written {
  readonly yaml: string;
  readonly spec: unknown;
}

/** Words that YAML 1.1 takes for something else, and such that need quotes for other reasons. */
const texts = fc.oneof(
  fc.constantFrom(
    "yes",
    "on",
    "n",
    "0644",
    "1e3",
    "1:30",
    "~",
    "null",
    "",
    " a ",
    "- a",
    "a: b",
    "a #b",
    "'",
    '"',
    "{a}",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((text) =>
    text.replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\ufeff\u2028\u2029]/gu, "")
  ),
);
const lines = fc.array(fc.constantFrom("", "  indented", "# no comment", "text", "- item", "a: b", "yes"), {
  maxLength: 5,
})
  .map((lines) => `${["first", ...lines].join("\n").trimEnd()}\n`);

const repositories = fc.array(
  fc.record({
    org: texts,
    repo: texts,
    branch: texts,
    style: fc.constantFrom("block", "flow", "wide"),
    twist: fc.nat(5),
  }),
  { maxLength: 4 },
);
const files = fc.array(
  fc.record({
    name: fc.constantFrom("task.md", "yes", "0644"),
    content: fc.oneof(texts, lines),
    style: fc.constantFrom("block", "flow", "reference"),
  }),
  { maxLength: 4 },
);

const bundles: fc.Arbitrary<Written> = fc.record({
  repositories,
  files,
  step: fc.constantFrom(0, 2, 4),
  seed: fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
  filesFirst: fc.boolean(),
  retired: fc.boolean(),
}).map(({ repositories, files, step, seed, filesFirst, retired }) => {
  let comments = 0;
  let dice = 0;
  const rolls = (side: number) => seed[dice++ % seed.length] === side;
  const note = () => `# c${comments++}.`;
  const behind = () => rolls(0) ? ` ${note()}` : "";
  const above = (indent: string) => rolls(0) ? `${indent}${note()}\n` : rolls(1) ? "\n" : "";
  const quoted = (text: string) => rolls(2) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
  const block = (text: string, indent: string) => {
    if (!/^first\n/.test(text)) return `${quoted(text)}${behind()}\n`;
    const body = text.slice(0, -1).split("\n").map((line) => line === "" ? "" : indent + line).join("\n");
    return `|\n${body}\n`;
  };
  const dash = " ".repeat(2 + step);
  const repositoryText = ({ org, repo, branch, style, twist }: (typeof repositories)[number]) => {
    const fields = [["org", org], ["repo", repo], ["branch", branch]] as const;
    if (style === "flow") {
      const inside = fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
      return `${above(dash)}${dash}- {${twist === 0 ? "" : " "}${inside} }${behind()}\n`;
    }
    const own = `${dash}- ${style === "wide" ? "  " : ""}`;
    const names = twist === 1
      ? { org: "owner", repo: "name", branch: "branch" }
      : { org: "org", repo: "repo", branch: "branch" };
    return above(dash) + fields.map(([name, value], i) => {
      const indent = i === 0 ? own : " ".repeat(own.length);
      return `${i === 0 ? "" : above(indent)}${indent}${names[name]}: ${quoted(value)}${behind()}\n`;
    }).join("");
  };
  const inner = `  ${dash}`;
  const fileText = ({ name, content, style }: (typeof files)[number]) => {
    if (style === "flow") {
      const inside = `name: ${JSON.stringify(name)}, content: ${JSON.stringify(content)}`;
      return `${above(inner)}${inner}- { ${inside} }${behind()}\n`;
    }
    const first = `${above(inner)}${inner}- name: ${quoted(name)}${behind()}\n${above(`${inner}  `)}`;
    if (style === "block") return `${first}${inner}  content: ${block(content, `${inner}    `)}`;
    const reference = `${inner}    key: ${quoted(name)}${behind()}\n${inner}    name: a${behind()}\n`;
    return `${first}${inner}  configMapKeyRef:${behind()}\n${reference}`;
  };
  const list = (items: string[]) => items.length === 0 ? " []\n" : `${behind()}\n${items.join("")}`;
  const context = () => {
    const notes = `${above("  ")}  context:${behind()}\n`;
    return `${notes}${above("    ")}    files:${list(files.map(fileText))}`;
  };
  const where = () => `${above("  ")}  repositories:${list(repositories.map(repositoryText))}`;
  const parts = filesFirst ? [context, where] : [where, context];
  if (retired) {
    parts.splice(
      1,
      0,
      () => `${above("  ")}  limits:${behind()}\n    a: |\n      ${note()}\n\n${above("    ")}    b: 1\n`,
    );
  }
  const head = `${
    above("")
  }apiVersion: codesweep.io/v1alpha1${behind()}\nkind: Bundle\nmetadata: {name: b}\nspec:${behind()}\n`;
  const yaml = `${head}${parts.map((part) => part()).join("")}${above("")}`;
  return {
    yaml,
    spec: {
      commonContext: files.map(({ name, content, style }) => {
        const source = style === "reference" ? { configMapKeyRef: { key: name, name: "a" } } : { inline: content };
        return { type: "File", file: { name, source } };
      }),
      variableContexts: repositories.map(({ org, repo, branch }) => {
        return [{ type: "Repository", repository: { org, repo, branch } }];
      }),
    },
  };
});

function commentsIn(yaml: string): string[] {
  return [...yaml.matchAll(/# c\d+\./g)].map(([comment]) => comment);
}

function read(yaml: string): unknown {
  const read = readYaml(yaml);
  assert.ok(read.ok, `${read.ok || read.problem}\n${yaml}`);
  return read.documents[0];
}

Deno.test("what migrate makes means what the Bundle meant, whatever its style", () => {
  fc.assert(fc.property(bundles, ({ yaml, spec }) => {
    const { text } = migrated(yaml);
    assert.deepEqual(read(text), {
      apiVersion: "kubetask.io/v1alpha1",
      kind: "Batch",
      metadata: { name: "b" },
      spec,
    });
  }));
});

Deno.test("migrate loses no comment, and adds none but what it retires", () => {
  fc.assert(fc.property(bundles, ({ yaml }) => {
    assert.deepEqual(commentsIn(migrated(yaml).text), commentsIn(yaml));
  }));
});

Deno.test("migrate changes nothing in what it made", () => {
  fc.assert(fc.property(bundles, ({ yaml }) => {
    const { text } = migrated(yaml);
    assert.deepEqual(migrated(text), { text, complaints: [] });
  }));
});

Deno.test("a Bundle in JSON becomes YAML that means the same", () => {
  const unit = fc.constantFrom(
    "a",
    "y",
    "0",
    ".",
    " ",
    "\n",
    "\t",
    "\r",
    "-",
    ":",
    "#",
    "'",
    '"',
    "\\",
    "\u2028",
    "é",
    "😀",
  );
  const name = fc.oneof(fc.string({ unit, maxLength: 12 }), fc.string({ unit: "grapheme", maxLength: 12 }));
  fc.assert(fc.property(fc.array(name), fc.jsonValue({ noUnicodeString: false }), (texts, other) => {
    const labels = Object.fromEntries(texts.map((text) => [text, text]));
    const object = {
      apiVersion: "v1",
      kind: "ConfigMap",
      labels,
      texts,
      other,
      long: texts.map((text) => `${text}\n${text}`),
    };
    assert.deepEqual(read(migrated(JSON.stringify(object)).text), JSON.parse(JSON.stringify(object)));
  }));
});

Deno.test("migrate passes objects of other kinds to the byte", () => {
  const others = Object.values(goldens).flatMap(({ before }) => /^[{%]/.test(before) ? [] : before.split(/^---.*\n/m))
    .map((document) => document.replaceAll("codesweep.io", "example.com").replaceAll("Bundle", "Other"));
  for (const other of others) assert.equal(migrated(`---\n${other}`).text, `---\n${other}`);
});
