import type { ParseArgsConfig } from "node:util";
import type { CliEnvironment } from "../config/cli-environment.ts";
import { usageError } from "./cli-error.ts";
import type { PlatformClient } from "./platform-client.ts";

/** What a flag is: its kind, and how help says it. */
export interface Flag {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  /** `FOLDER`, for a flag with a value. */
  readonly value?: string;
  readonly help: string;
}

/**
 * One command of `npx quintet`. It speaks through the platform's HTTP API, like the studio, so both can do the same.
 * Its return value is printed as JSON with `--json`; without it, only the output of `print` is shown.
 */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** The arguments as help shows them: `<app> [folder]`. */
  readonly arguments: string;
  /** How many arguments there may be. */
  readonly count: readonly [min: number, max: number];
  readonly flags: Readonly<Record<string, Flag>>;
  run(call: CliCall): Promise<unknown>;
}

export interface CliCall {
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly environment: CliEnvironment;
  /** Where relative paths start. */
  readonly folder: string;
  /** The server; found at the first call of it, so that commands which need none never look. */
  server(): Promise<PlatformClient>;
  readonly terminal: Terminal;
}

export interface Terminal {
  /** A line for people; nothing with `--json`. */
  print(line?: string): void;
  /** Progress messages: on standard error only, so that a pipe gets only results. */
  progress(line: string): void;
  /**
   * The current progress, which replaces the previous line; nothing when the output is not a terminal. An empty line
   * ends it.
   */
  status(line: string): void;
  /** Whether a person can answer questions. */
  readonly canAsk: boolean;
  /** Asks on a terminal; undefined where there is no terminal. */
  confirm(question: string): Promise<boolean | undefined>;
}

/** A text flag's value. */
export function text(call: CliCall, name: string): string | undefined {
  const value = call.flags[name];
  return typeof value === "string" ? value : undefined;
}

/** A flag that names a version. */
export function versionNumber(call: CliCall, name: string): string | undefined {
  const value = text(call, name);
  if (value !== undefined && !/^[1-9]\d{0,8}$/.test(value))
    throw usageError(`--${name} is the number of a version, like 3, and not "${value}".`);
  return value;
}

export const isOn = (call: CliCall, name: string): boolean => call.flags[name] === true;

export const many = (call: CliCall, name: string): readonly string[] => {
  const value = call.flags[name];
  return Array.isArray(value) ? value : [];
};

/** For node:util's parseArgs. */
export const parseOptions = (flags: CliCommand["flags"]): NonNullable<ParseArgsConfig["options"]> =>
  Object.fromEntries(
    Object.entries(flags).map(([name, { type, multiple }]) => [name, { type, multiple: multiple ?? false }]),
  );
