import { type SpawnOptions, spawn } from "node:child_process";
import { systemEnvironment } from "../config/system-environment.ts";
import type { Account } from "./account.ts";

/** How every program of Postgres is started: as the account, with an environment without secrets. */
export function spawnOptions(account: Account | undefined): SpawnOptions {
  return {
    env: systemEnvironment(),
    cwd: "/",
    windowsHide: true,
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  };
}

/** Runs a program to its end. A failure carries what it printed. */
export function run(
  program: string,
  args: readonly string[],
  options: { account: Account | undefined },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...spawnOptions(options.account),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString("utf8");
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}:\n${output.trim()}`)),
    );
  });
}
