/**
 * The report in a real browser: nothing is refused, nothing sticks out, hostile text is only text. Its screenshots stay in
 * dist/report/ to be looked at. Needs Chromium; named so that it runs with the tests that install what they need.
 */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { linksBy } from "../../filters/report/links.ts";
import { pageOf } from "../../filters/report/page.ts";
import { browse, chromium, howToInstall, type View } from "./chromium.ts";
import { aCampaign, aRunOf, at, aTaskStatus } from "./report_runs.ts";

const folder = new URL("../../dist/report/", import.meta.url).pathname;

const isThere = await Deno.stat(chromium).then(() => true, () => false);
if (!isThere) console.log(`Skipped, for there is no Chromium: ${howToInstall}`);

const hostile = "</title></svg><script>document.title='taken'</script><img src=x onerror=alert(1)>\u202e'\"]]>" +
  "w".repeat(3000);

function aHostileRun(): BatchRun {
  const repository = { org: hostile, repo: hostile, branch: hostile };
  const said = { contexts: [{ type: "Repository" as const, repository }], reason: hostile, message: hostile };
  const run = aRunOf([0, 1, 2].map((index) => {
    return aTaskStatus(index, "Failed", { ...said, startTime: at(index), completionTime: at(9 + index) });
  }));
  return { ...run, metadata: { name: hostile, namespace: hostile } };
}

/** What a script outside of the page measures in it; scripts of the page itself are never allowed. */
interface Measured {
  readonly title: string;
  readonly scripts: number;
  readonly images: number;
  /** Of the whole page, beyond its window. */
  readonly overflow: number;
  readonly boxes: number;
  /** Boxes of pictures that are outside of their picture, or of no size. */
  readonly astray: number;
  /** The style is in force. */
  readonly ground: string;
}

/** Shows the page in a frame of another page, whose script writes what it sees. */
const observer = (page: string, { width, height }: View) =>
  `<!DOCTYPE html><meta charset="utf-8">
<iframe src="${page}" style="border:0;width:${width}px;height:${height}px"></iframe><pre></pre>
<script>
const frame = document.querySelector("iframe");
frame.onload = () => {
  const page = frame.contentDocument;
  const root = page.documentElement;
  const boxes = [...page.querySelectorAll("svg rect")];
  const isAstray = (box) => {
    const [inner, outer] = [box, box.ownerSVGElement].map((element) => element.getBoundingClientRect());
    const isOutside = inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1 ||
      inner.bottom > outer.bottom + 1;
    return isOutside || inner.width <= 0 || inner.height <= 0;
  };
  document.querySelector("pre").textContent = JSON.stringify({
    title: page.title,
    scripts: page.scripts.length,
    images: page.images.length,
    overflow: root.scrollWidth - root.clientWidth,
    boxes: boxes.length,
    astray: boxes.filter(isAstray).length,
    ground: frame.contentWindow.getComputedStyle(page.body).backgroundColor,
  });
};
</script>`;

async function measured(page: string, view: View): Promise<Measured> {
  const outside = await Deno.makeTempFile({ prefix: "kubetask-observer-", suffix: ".html" });
  try {
    await Deno.writeTextFile(outside, observer(`file://${page}`, view));
    const { dom, console } = await browse(
      outside,
      { ...view, width: 1600 },
      "--virtual-time-budget=5000",
      "--dump-dom",
    );
    assert.deepEqual(console, []);
    // Written by the script above.
    return JSON.parse(
      /<pre>(.*)<\/pre>/s.exec(dom)?.[1]?.replaceAll("&lt;", "<").replaceAll("&gt;", ">") ?? "",
    ) as Measured;
  } finally {
    await Deno.remove(outside);
  }
}

const runs: Record<string, BatchRun> = {
  "1": aCampaign(1),
  "40": aCampaign(40),
  "1000": aCampaign(1_000),
  "10000": aCampaign(10_000),
  hostile: aHostileRun(),
};
const grounds = { light: "rgb(255, 255, 255)", dark: "rgb(20, 23, 26)" };
const views: View[] = [
  { width: 1100, height: 2400, scheme: "light" },
  { width: 500, height: 2400, scheme: "dark" },
];

for (const [name, run] of Object.entries(runs)) {
  Deno.test({
    name: `a browser shows the report "${name}" whole, in light and dark, wide and narrow`,
    ignore: !isThere,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn() {
      await Deno.mkdir(folder, { recursive: true });
      const page = `${folder}${name}.html`;
      const linkOf = linksBy("https://github.com/{org}/{repo}/tree/{branch}");
      await Deno.writeTextFile(page, pageOf([run], "html", { now: Date.parse(at(3600)), linkOf }));
      for (const view of views) {
        const picture = `${folder}${name}-${view.scheme}-${view.width}.png`;
        const [{ boxes, title, ...rest }, { console }] = await Promise.all([
          measured(page, view),
          browse(page, view, `--screenshot=${picture}`),
        ]);
        assert.ok(boxes > 0);
        assert.ok(title.endsWith("KubeTask report"), title);
        assert.deepEqual(rest, { scripts: 0, images: 0, overflow: 0, astray: 0, ground: grounds[view.scheme] });
        assert.deepEqual(console, []);
        assert.ok((await Deno.stat(picture)).size > 10_000);
      }
    },
  });
}

Deno.test({
  name: "a policy that a page breaks shows in the browser's console, so that silence means something",
  ignore: !isThere,
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    await Deno.mkdir(folder, { recursive: true });
    const page = `${folder}broken.html`;
    const text = pageOf([aCampaign(1)], "html", { now: 0 });
    await Deno.writeTextFile(page, text.replace("</main>", `<p style="color:red">x</p><script>1</script></main>`));
    const { console } = await browse(page, views[0]!, "--dump-dom");
    await Deno.remove(page);
    assert.equal(console.length, 2, console.join("\n"));
  },
});
