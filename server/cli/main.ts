import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { didYouMean } from "#engine/nearest-name";
import { readCliEnvironment } from "../config/cli-environment.ts";
import { CliError, exitCodes, usageError } from "./cli-error.ts";
import { type CliCall, type CliCommand, parseOptions, type Terminal } from "./command.ts";
import { commands } from "./commands/commands.ts";
import { findServer } from "./find-server.ts";
import { helpFor, helpForAll } from "./help.ts";
import { PlatformClient } from "./platform-client.ts";

/**
 * `npx quintet <command>`. Results go to standard output, everything else to standard error; with `--json` the output
 * is one JSON document, also of a failure. Exit codes: cli-error.ts.
 */
export async function runCli(
  argv: readonly string[],
  /** Where relative paths start, and where a server on this machine would have been started. */
  where: { readonly folder: string; readonly home: string },
): Promise<number> {
  const json = argv.includes("--json");
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  try {
    const [name, ...rest] = argv.filter((argument) => argument !== "--json");
    if (name === undefined || name === "help" || name === "--help" || name === "-h") {
      const load = Object.values(commands);
      const wanted = rest[0] === undefined ? undefined : await find(rest[0]);
      process.stdout.write(wanted ? helpFor(wanted) : helpForAll(await Promise.all(load.map((one) => one()))));
      return 0;
    }
    const command = await find(name);
    if (rest.includes("--help") || rest.includes("-h")) {
      process.stdout.write(helpFor(command));
      return 0;
    }
    const result = await command.run(callOf(command, rest, where, json));
    if (json) process.stdout.write(`${JSON.stringify(result ?? {}, null, 2)}\n`);
    return 0;
  } catch (error) {
    const code = tell(error, json);
    // The request to the server is the only work that is not interrupted.
    if (code === exitCodes.interrupted) setTimeout(() => process.exit(code), 200).unref();
    return code;
  }
}

/** Who reads the output may stop before its end, such as `head`; the command goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

async function find(name: string): Promise<CliCommand> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return load();
  const hint = didYouMean(name, Object.keys(commands));
  throw usageError(
    [`There is no command "${name}".`, hint, "`npx quintet help` lists them."].filter(Boolean).join(" "),
  );
}

function callOf(
  command: CliCommand,
  argv: readonly string[],
  where: { readonly folder: string; readonly home: string },
  json: boolean,
): CliCall {
  const { values, positionals } = parse(command, argv);
  const [min, max] = command.count;
  if (positionals.length < min || positionals.length > max) {
    throw usageError(
      `${positionals.length < min ? "Something is missing" : `"${positionals[max]}" is too much`}: npx quintet ${command.name} ${command.arguments}`,
    );
  }
  const environment = readCliEnvironment();
  let client: PlatformClient | undefined;
  return {
    args: positionals,
    flags: values as CliCall["flags"],
    environment,
    folder: where.folder,
    terminal: terminalFor(json),
    async server() {
      client ??= new PlatformClient(findServer(environment, where.home));
      return client;
    },
  };
}

function parse(command: CliCommand, argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: parseOptions(command.flags),
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const flag = /'(--?[^\s'=]+)/.exec(message)?.[1] ?? "";
      const hint = didYouMean(
        flag,
        [...Object.keys(command.flags), "json"].map((name) => `--${name}`),
      );
      throw usageError([`${command.name} has no flag ${flag}.`, hint].filter(Boolean).join(" "));
    }
    throw usageError(message.split("\n")[0] ?? message);
  }
}

function terminalFor(json: boolean): Terminal {
  const isWatched = !json && process.stderr.isTTY;
  const canAsk = isWatched && process.stdin.isTTY;
  let shown = "";
  return {
    canAsk,
    print: (line = "") => {
      if (!json) process.stdout.write(`${printable(line)}\n`);
    },
    progress: (line) => {
      process.stderr.write(`${printable(line)}\n`);
    },
    status: (line) => {
      if (!isWatched || line === shown) return;
      shown = line;
      process.stderr.write(`\r\u001b[K${printable(line)}`);
    },
    async confirm(question) {
      if (!canAsk) return undefined;
      const asking = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
      } finally {
        asking.close();
      }
    },
  };
}

function tell(error: unknown, json: boolean): number {
  const known = error instanceof CliError;
  const { code, message, details, lines, exitCode } = known
    ? error
    : { code: "bug", message: `A bug ended this: ${String(error)}`, details: {}, lines: [stackOf(error)], exitCode: 1 };
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, ...details } }, null, 2)}\n`);
  else process.stderr.write(`${printable([message, ...lines.map((line) => `  ${line}`)].join("\n"))}\n`);
  return exitCode;
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? "") : "");

/** Texts from files and servers must not control the terminal: control characters are shown as unknown characters. */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are taken out
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
