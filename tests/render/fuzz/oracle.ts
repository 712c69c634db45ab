/** Go, as a process that answers cases. */

import { run } from "../../cluster/command.ts";
import type { Outcome } from "../agreement.ts";
import type { Case } from "./case.ts";

/** What Go made of a case, and what it noticed on the way: see serve.go. */
export interface GoAnswer {
  readonly outcome: Outcome;
  /** Strings took part that are not UTF-8. */
  readonly notText: boolean;
  /** A decoder was given a text that it cannot read. */
  readonly undecodable: boolean;
  /** Texts that were read as YAML, and whether they are. */
  readonly yaml: readonly { readonly text: string; readonly isOk: boolean }[];
  /** The process ended, or did not answer for 10 seconds. */
  readonly died: boolean;
}

interface Asked extends Case {
  /** Asks for "?" in place of what decoders say of texts that they cannot read. */
  readonly hideProblems?: boolean;
}

/** Builds the oracle into `folder` and returns the program's path. */
export async function buildOracle(folder: string): Promise<string> {
  const program = `${folder}/oracle`;
  await run(["go", "build", "-o", program, "."], {
    cwd: `${import.meta.dirname}/../oracle`,
    env: { CGO_ENABLED: "0", GOWORK: "off" },
  });
  return program;
}

const patience = 10_000;
const died: GoAnswer = {
  outcome: { error: "Go gave no answer" },
  notText: false,
  undecodable: false,
  yaml: [],
  died: true,
};

/** Starts the program anew when a case kills it. Dispose of it to end the process. */
export class Oracle implements AsyncDisposable {
  #process: Process;

  constructor(readonly program: string) {
    this.#process = new Process(program);
  }

  /** One answer for each case, in order. One call at a time. */
  async ask(cases: readonly Asked[]): Promise<GoAnswer[]> {
    const answers = await this.#process.ask(cases);
    while (answers.length < cases.length) {
      // The first case without an answer is the one that did it.
      answers.push(died);
      await this.#process.end();
      this.#process = new Process(this.program);
      answers.push(...await this.#process.ask(cases.slice(answers.length)));
    }
    return answers;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.end();
  }
}

class Process {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;

  constructor(program: string) {
    // A case that takes all memory shall end the oracle, not the machine.
    this.#child = new Deno.Command("sh", {
      args: ["-c", 'ulimit -v 6000000; exec "$0" serve', program],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
      env: { GOGC: "400", GOMEMLIMIT: "1GiB", TZ: "UTC" },
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = linesOf(this.#child.stdout);
  }

  /** Fewer answers than cases when the process ended or took too long. */
  async ask(cases: readonly Asked[]): Promise<GoAnswer[]> {
    const written = this.#writer.write(new TextEncoder().encode(cases.map((each) => `${textOf(each)}\n`).join("")))
      .catch(() => {});
    const answers: GoAnswer[] = [];
    let timer = setTimeout(() => this.#kill(), patience);
    try {
      while (answers.length < cases.length) {
        const { value, done } = await this.#lines.next();
        if (done) break;
        answers.push(answerOf(value));
        clearTimeout(timer);
        timer = setTimeout(() => this.#kill(), patience);
      }
    } finally {
      clearTimeout(timer);
      await written;
    }
    return answers;
  }

  async end(): Promise<void> {
    await this.#writer.close().catch(() => {});
    this.#kill();
    await this.#lines.return?.();
    await this.#child.status;
  }

  #kill(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

const negativeZero = "\u{f0000}";

/** JSON in which zero keeps its sign, as Go reads it. */
function textOf({ template, data, missingKey, hideProblems }: Asked): string {
  const mark = (_: string, value: unknown) => Object.is(value, -0) ? negativeZero : value;
  return JSON.stringify({ template, data, missingKey, hideProblems }, mark).replaceAll(`"${negativeZero}"`, "-0");
}

function answerOf(line: string): GoAnswer {
  // The oracle is ours: serve.go says what it writes.
  const { output, error, notText = false, undecodable = false, yaml = [] } = JSON.parse(line) as {
    output?: string;
    error?: string;
    notText?: boolean;
    undecodable?: boolean;
    yaml?: { text: string; isOk: boolean }[];
  };
  const outcome = output === undefined ? { error: error ?? "" } : { output };
  return { outcome, notText, undecodable, yaml, died: false };
}
