import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { CliEnvironment } from "../config/cli-environment.ts";
import { isLoopback } from "../config/loopback.ts";
import { LOCAL_SERVER_FILE, localServerSchema } from "../operations/local-server.ts";
import { CliError, usageError } from "./cli-error.ts";
import type { ServerAddress } from "./platform-client.ts";

/**
 * The server to speak to: QUINTET_URL with QUINTET_TOKEN, else the one that runs on this machine, which leaves its
 * address and a key for its owner's eyes in the data folder (server/operations/local-server.ts).
 */
export function findServer(environment: CliEnvironment, folder: string): ServerAddress {
  const { url, token, dataFolder } = environment;
  if (url !== undefined) {
    // What is wrong may be a password in it, or the token in the wrong variable: it is not repeated.
    if (!z.url({ protocol: /^https?$/ }).safeParse(url).success)
      throw usageError("QUINTET_URL must be an address, such as https://studio.example.com.");
    refuseInTheClear(url, environment);
    const { username, password } = new URL(url);
    if (username !== "" || password !== "")
      throw usageError("QUINTET_URL has a user name or a password in it. Leave them out, and set QUINTET_TOKEN.");
    if (token === undefined) {
      throw new CliError(
        "token_missing",
        "QUINTET_URL is set and QUINTET_TOKEN is not. Make a token in the studio under Workspace, API tokens.",
        { exit: "unreachable" },
      );
    }
    if (!/^qt_[\w-]+$/.test(token)) {
      throw new CliError(
        "token_wrong",
        "QUINTET_TOKEN is not an API token of Quintet: those begin with qt_. Make one in the studio under Workspace, API tokens.",
        { exit: "unreachable" },
      );
    }
    return { url, token };
  }
  const local = readLocalServer(path.resolve(folder, dataFolder, LOCAL_SERVER_FILE));
  if (!local || !isAlive(local.pid)) {
    throw new CliError(
      "no_server",
      "No server runs on this machine with its data here. Start one with `npm start`, or set QUINTET_URL and QUINTET_TOKEN.",
      { exit: "unreachable" },
    );
  }
  refuseInTheClear(local.url, environment);
  return { url: local.url, host: local.host, token: token ?? local.key };
}

/** Over plain http everybody on the way reads the token, so it stays on this machine unless that is allowed. */
function refuseInTheClear(url: string, { insecureHttp }: CliEnvironment): void {
  if (insecureHttp !== undefined && !/^(?:[01]|true|false)$/.test(insecureHttp))
    throw usageError("QUINTET_INSECURE_HTTP must be 1 or 0.");
  const { protocol, hostname, origin } = new URL(url);
  if (protocol === "https:" || isLoopback(hostname) || insecureHttp === "1" || insecureHttp === "true") return;
  throw new CliError(
    "insecure_http",
    `${origin} is plain http and not this machine, so the token would cross the network in the clear. Use https, or set QUINTET_INSECURE_HTTP=1 if that network is yours alone.`,
    { exit: "usage" },
  );
}

function readLocalServer(file: string): z.infer<typeof localServerSchema> | undefined {
  try {
    return localServerSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") {
      throw new CliError(
        "no_server",
        "The server on this machine belongs to another user. Set QUINTET_URL and QUINTET_TOKEN.",
        { exit: "unreachable", cause: error },
      );
    }
    return undefined; // missing, or half written by a start that crashed
  }
}

/** Whether a process of this number lives; one of another user counts. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
