import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./quintet.ts";

/** Redis is a choice of the operator's; a machine may be without. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis that keeps nothing: stopped and started again, it is empty. */
export async function startRedis({ password }: { password?: string } = {}): Promise<{
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}> {
  const port = await freePort();
  const login = password === undefined ? [] : ["--requirepass", password];
  let process: ChildProcess | undefined;
  const start = async () => {
    const settings = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", ...login];
    process = spawn("redis-server", settings, { stdio: "ignore" });
    for (const deadline = Date.now() + 10_000; ; await sleep(20)) {
      const socket = connect(port, "127.0.0.1");
      const answers = await once(socket, "connect").then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (answers) return;
      if (Date.now() > deadline) throw new Error("Redis did not start.");
    }
  };
  const stop = async () => {
    if (process?.exitCode !== null || process.signalCode !== null) return;
    process.kill("SIGKILL");
    await once(process, "exit");
  };
  await start();
  const user = password === undefined ? "" : `:${encodeURIComponent(password)}@`;
  return { url: `redis://${user}127.0.0.1:${port}`, start, stop };
}
