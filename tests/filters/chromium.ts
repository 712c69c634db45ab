/** A real browser without a window, for pages on this machine's disk. */

/** Where Debian puts it, and where it comes from. */
export const chromium = "/usr/bin/chromium";
export const howToInstall = "apt-get install --yes --no-install-recommends chromium";

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-extensions",
  "--no-first-run",
  "--hide-scrollbars",
  "--allow-file-access-from-files",
  "--enable-logging=stderr",
];

export interface View {
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

/** Runs it once with these arguments in a profile of its own; returns what it prints and what the page's console says. */
export async function browse(page: string, view: View, ...args: string[]): Promise<{ dom: string; console: string[] }> {
  const profile = await Deno.makeTempDir({ prefix: "kubetask-chromium-" });
  try {
    const { success, stdout, stderr } = await new Deno.Command(chromium, {
      args: [
        ...flags,
        `--user-data-dir=${profile}`,
        `--window-size=${view.width},${view.height}`,
        `--blink-settings=preferredColorScheme=${view.scheme === "dark" ? 0 : 1}`,
        ...args,
        `file://${page}`,
      ],
      signal: AbortSignal.timeout(60_000),
    }).output();
    const log = new TextDecoder().decode(stderr);
    if (!success) throw new Error(`Cannot show ${page}: ${log}`);
    return {
      dom: new TextDecoder().decode(stdout),
      console: log.split("\n").filter((line) => line.includes("CONSOLE")),
    };
  } finally {
    await Deno.remove(profile, { recursive: true });
  }
}
