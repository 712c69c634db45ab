/** The contract of a filter: standard input to standard output, without any permission. */

/** What a filter has at hand; tests give it their own. */
export interface Use {
  /** What stands behind the filter's name on the command line. */
  readonly args: readonly string[];
  readonly input: ReadableStream<Uint8Array>;
  /** To standard output. Resolves when it is written, so that a slow reader slows the writer. */
  write(text: string): Promise<void>;
  /** A line to standard error. */
  complain(line: string): void;
  /** Only where standard output is one. */
  readonly terminal?: Terminal;
}

/** What a filter may know of a terminal without any permission: its kind (`TERM`) and its encoding (`LANG`) are not among that. */
export interface Terminal {
  /** Its size at this moment, in characters; 0 where it does not tell. */
  size(): { readonly columns: number; readonly rows: number };
  /** False where `NO_COLOR` is set. */
  readonly hasColours: boolean;
}

export interface Filter {
  /** What it does, in a few words for `--help`. */
  readonly summary: string;
  /** The whole of its `--help`. */
  readonly usage: string;
  /** Names of its options, without the dashes: for shell completion. */
  readonly options: readonly string[];
  /**
   * Returns the exit code: 0 if all is well, 1 if what was read is not well (a unit that cannot be rendered, a run that failed). Throws
   * an `InputError` for what is no fit input at all, before anything is written.
   */
  run(use: Use): Promise<0 | 1>;
}

/** Standard input or the command line is not what the filter can work with: one clear line for standard error, exit code 2. */
export class InputError extends Error {
  override readonly name = "InputError";
}
