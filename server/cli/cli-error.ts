/**
 * How a command ends, for scripts. 0 is success.
 *
 *   1  it was refused or failed: a problem in the app, a release that failed, a file that does not fit
 *   2  it was called wrongly: an unknown command or flag, a missing argument
 *   3  no server answers, or it does not let us in
 *   4  it needs a yes: a publish or a restore that was not confirmed
 *   5  a dry run found rows that would stop the import
 * 130  it was interrupted (Ctrl-C), and ended what it had begun
 */
export const exitCodes = { failed: 1, usage: 2, unreachable: 3, unconfirmed: 4, misfits: 5, interrupted: 130 } as const;

/** Ends a command with one sentence; with `--json` as `{"error": {"code", "message", …}}`. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: string;
  readonly exitCode: number;
  /** What belongs to it: the problems, the bad rows. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Lines below the sentence, for people. */
  readonly lines: readonly string[];

  constructor(
    code: string,
    message: string,
    more: {
      readonly exit?: keyof typeof exitCodes;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly lines?: readonly string[];
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.exitCode = exitCodes[more.exit ?? "failed"];
    this.details = more.details ?? {};
    this.lines = more.lines ?? [];
  }
}

export const usageError = (message: string): CliError => new CliError("usage", message, { exit: "usage" });
