import assert from "node:assert/strict";
import fc from "fast-check";
import config from "../../deno.json" with { type: "json" };
import { loadAll, names } from "../../filters/filters.ts";
import { nearest, slipsBetween } from "../../filters/nearest.ts";
import { runWords } from "../../filters/words.ts";

/** What comes of these words with an input that nobody may read. */
async function outcome(words: string[], program = "kubetask") {
  let out = "";
  const complaints: string[] = [];
  const code = await runWords(words, {
    program,
    about: "Usage: kubetask [options]\n       kubetask FILTER\n",
    input: new ReadableStream({ pull: () => assert.fail("read") }, { highWaterMark: 0 }),
    write: (text) => Promise.resolve(void (out += text)),
    complain: (line) => complaints.push(line),
  });
  return { code, out, complaints };
}

function refused(complaint: string) {
  return { code: 2, out: "", complaints: [complaint] };
}

Deno.test("a word that is none suggests the one that is near, or help", async () => {
  const suggestions = {
    rendr: "render",
    reprot: "report",
    crd: "crds",
    versoin: "version",
    migarte: "migrate",
    hlep: "help",
  };
  for (const [word, near] of Object.entries(suggestions)) {
    assert.deepEqual(await outcome([word]), refused(`Unknown word "${word}": did you mean "${near}"?`));
    assert.deepEqual(await outcome(["help", word]), refused(`Unknown word "${word}": did you mean "${near}"?`));
  }
  for (const word of ["apply", "toString", "__proto__", ""]) {
    assert.deepEqual(await outcome([word]), refused(`Unknown word "${word}": see \`kubetask help\``));
  }
  assert.deepEqual(await outcome(["a\nb"]), refused('Unknown word "a\\nb": see `kubetask help`'));
});

Deno.test("help lists every filter, help of a filter is its usage, and neither reads the input", async () => {
  const help = await outcome(["help"]);
  for (const { name, filter } of await loadAll()) {
    assert.match(help.out, new RegExp(`^  ${name} +${RegExp.escape(filter.summary)}$`, "m"));
    const usage = { code: 0, out: filter.usage, complaints: [] };
    for (const words of [["help", name], [name, "--help"], [name, "-h"], [name, "x", "--help"]]) {
      assert.deepEqual(await outcome(words), usage, words.join(" "));
    }
  }
  for (const words of [[], ["help", "help"], ["help", "--help"]]) assert.deepEqual(await outcome(words), help);
});

Deno.test("every filter tells its options in its usage, and refuses others", async () => {
  for (const { name, filter: { usage, options } } of await loadAll()) {
    for (const option of options) assert.match(usage, new RegExp(`--${option}\\b`), `${name} --${option}`);
    assert.match(usage, new RegExp(`^(Usage:|) +(.* \\| )?kubetask ${name}\\b`, "m"));
    const { code, out, complaints } = await outcome([name, "--nonsense"]);
    assert.deepEqual({ code, out, lines: complaints.length }, { code: 2, out: "", lines: 1 }, name);
    assert.match(complaints[0] ?? "", /--nonsense/);
  }
});

Deno.test("as a plugin of kubectl it calls itself as it is called", async () => {
  for (const words of [["help"], ...names.map((name) => ["help", name])]) {
    const { out } = await outcome(words, "kubectl kubetask");
    assert.match(out, /kubectl kubetask /);
    assert.doesNotMatch(out, /(?<!kubectl )\bkubetask (--|\[|[a-z]+ *[|<>]|FILTER)/);
    assert.doesNotMatch(out, /kubectl kubectl/);
  }
  const complaint = 'Unknown word "x": see `kubectl kubetask help`';
  assert.deepEqual(await outcome(["x"], "kubectl kubetask"), refused(complaint));
});

Deno.test("version tells the version, and takes nothing more", async () => {
  const { code, out } = await outcome(["version"]);
  assert.deepEqual({ code, version: out.split(" ")[1] }, { code: 0, version: config.version });
  assert.deepEqual(
    await outcome(["version", "now"]),
    refused("Unexpected argument 'now': see `kubetask help version`"),
  );
});

Deno.test("the slips between two words are a distance, and swapping neighbours is one", () => {
  const word = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "b", "c") });
  fc.assert(fc.property(word, word, (one, other) => {
    const slips = slipsBetween(one, other);
    assert.equal(slips, slipsBetween(other, one));
    assert.equal(slips === 0, one === other);
    assert.ok(slips >= Math.abs(one.length - other.length) && slips <= Math.max(one.length, other.length));
  }));
  fc.assert(fc.property(word, word, fc.constantFrom("a", "b", "c"), (before, after, letter) => {
    assert.equal(slipsBetween(before + after, before + letter + after), 1);
    assert.ok(slipsBetween(`${before}xy${after}`, `${before}yx${after}`) === 1);
  }));
  assert.equal(slipsBetween("render", "rednre"), 2);
  assert.equal(nearest("crd", ["render", "crds"]), "crds");
  assert.equal(nearest("x", ["on"]), undefined);
});
