import assert from "node:assert/strict";
import { namesOf, withTables } from "../../docs/tables.ts";
import page from "../../docs/templates.md" with { type: "text" };
import { contextFilesAnnotation } from "../../render/context_files.ts";
import { manual, origins } from "../../render/functions/manual.ts";
import { refused } from "../../render/functions/refused.ts";
import { functions } from "../../render/functions/table.ts";
import { jobTemplate, type JobVariables, renderJob } from "../../render/job.ts";
import { TemplateError } from "../../render/template.ts";
import { isMapping, readYaml } from "../../render/notation/yaml.ts";

/** The fenced blocks of the page. */
const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));

function yamlOf(text: string): unknown {
  const read = readYaml(text);
  assert.ok(read.ok && read.documents.length === 1, text);
  return read.documents[0];
}

/** The variables that the page gives its examples: its first block. */
function variables(): JobVariables {
  const given = yamlOf(blocks[0]?.text ?? "");
  assert.ok(isMapping(given));
  const { Index, Repository, ...texts } = given;
  assert.ok(typeof Index === "number" && isMapping(Repository));
  const { Org, Repo, Branch } = Repository;
  const { TaskID, BatchName, BatchRunName, Namespace, Contexts, Name } = texts;
  const all = { TaskID, BatchName, BatchRunName, Namespace, Contexts, Name, Org, Repo, Branch };
  const text = (name: keyof typeof all) => {
    const value = all[name];
    assert.ok(typeof value === "string", name);
    return value;
  };
  return {
    TaskID: text("TaskID"),
    BatchName: text("BatchName"),
    BatchRunName: text("BatchRunName"),
    Namespace: text("Namespace"),
    Contexts: text("Contexts"),
    Name: text("Name"),
    Index,
    Repository: { Org: text("Org"), Repo: text("Repo"), Branch: text("Branch") },
  };
}

/** What stands on the page below a template: the Job, a container's fields, or the message. */
function shown(template: string, language: string): unknown {
  const rest = { apiVersion: "batch/v1", kind: "Job", spec: { template: { spec: { containers: [] } } } };
  const isPart = language === "yaml" && !template.startsWith("apiVersion:");
  // In one line, in front of what may begin with a definition.
  const head = `{{- /* */ -}}\n${
    Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join("")
  }`;
  try {
    const text = isPart ? `${head}{{ "" }}\n${template}` : template;
    const rendered = renderJob(jobTemplate("agent-template.yaml", text), variables());
    if (!rendered.ok) return rendered.message;
    if (!isPart) return rendered.job;
    const { apiVersion: _, kind: __, spec: ___, ...fields } = rendered.job;
    return fields;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

Deno.test("every template on the page makes what stands below it", () => {
  const examples = blocks.flatMap(({ language, text }, i) => {
    const below = blocks[i + 1];
    return language === "gotemplate" && below !== undefined ? [{ text, below }] : [];
  });
  assert.ok(examples.length > 5);
  for (const { text, below } of examples) {
    const expected = below.language === "yaml" ? yamlOf(below.text) : below.text.trimEnd();
    assert.deepEqual(shown(text, below.language), expected, text);
  }
});

Deno.test("the page asks for context files by the annotation that does it", () => {
  const annotated = blocks.find(({ text }) => text.startsWith("metadata:"))?.text ?? "";
  assert.deepEqual(yamlOf(annotated), {
    metadata: { annotations: { [contextFilesAnnotation]: "/kubetask/contexts" } },
  });
});

Deno.test("the tables on the page are those of the code", () => {
  assert.equal(page, withTables(page), "run `deno task generate`");
});

Deno.test("every function is in the manual, once, and nothing else is", () => {
  const described = Object.values(manual).flatMap((subject) => Object.keys(subject)).flatMap(namesOf);
  assert.deepEqual(described.toSorted(), [...functions.keys()].toSorted());
  assert.deepEqual([...origins.keys()].filter((name) => !functions.has(name)), []);
});

Deno.test("no function is both there and refused", () => {
  assert.deepEqual([...refused.keys()].filter((name) => functions.has(name)), []);
});

Deno.test("a page without a place for a table is refused", () => {
  assert.throws(() => withTables(page.replace("<!-- refused: end -->", "")), /Cannot write the table "refused"/);
});
