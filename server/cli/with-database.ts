import type { Config } from "../config/config.ts";
import { StartError } from "../config/start-error.ts";
import { startEmbeddedPostgres } from "../postgres/supervise.ts";
import { CliError } from "./cli-error.ts";
import type { Terminal } from "./command.ts";

/**
 * Opens the installation's database: that of DATABASE_URL, or the embedded one, which is started if it is not running.
 */
export async function withDatabase<Result>(
  config: Config,
  terminal: Terminal,
  work: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  try {
    if (config.databaseUrl !== undefined) return await work(config.databaseUrl);
    const postgres = await startEmbeddedPostgres({
      dataFolder: config.dataFolder,
      tell: (line) => terminal.progress(line),
    });
    try {
      return await work(postgres.url);
    } finally {
      await postgres.close();
    }
  } catch (error) {
    throw explain(error);
  }
}

/** An error of the database as a sentence; any other error is a bug and is passed on. */
function explain(error: unknown): unknown {
  if (error instanceof CliError) return error;
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  const fail = (sentence: string) => new CliError("database", sentence, { cause: error });
  if (error instanceof StartError) return fail(error.message);
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "ETIMEDOUT")
    return new CliError("unreachable", "The database of DATABASE_URL does not answer.", {
      exit: "unreachable",
      cause: error,
    });
  if (code === "28P01" || code === "28000") return fail("The login of DATABASE_URL is not let in.");
  if (code === "3F000" || code === "42P01") return fail("This database holds no installation of Quintet.");
  if (code === "55P03") return fail("A release is being published and holds its tables. Try again in a moment.");
  if (code === "ENOSPC") return fail("The disk is full. Nothing was left behind.");
  if (code === "EACCES" || code === "ENOENT" || code === "EROFS")
    return fail(`${syscall ?? "Writing"} is not possible: ${message}`);
  return error;
}
