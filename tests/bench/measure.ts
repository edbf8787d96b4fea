import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Load and CPU measurements. Linux only: CPU time is read from /proc. */

const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

function cpuSecondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(join("/proc", String(pid), "stat"), "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
      } catch {
        return false;
      }
    });
}

/** CPU seconds per process of a server and its children, now. */
export function cpuOf(pid: number): Map<number, number> {
  return new Map([pid, ...childrenOf(pid)].map((id) => [id, cpuSecondsOf(id)]));
}

/** CPU seconds spent between two readings; a process that began in between counts whole. */
export function cpuBetween(before: Map<number, number>, after: Map<number, number>): number {
  let sum = 0;
  for (const [pid, seconds] of after) sum += seconds - (before.get(pid) ?? 0);
  return sum;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly requests: number;
  /** Answers outside 200–299, socket errors and time-outs. */
  readonly failures: number;
  /** Milliseconds within which half of the answers came, and 99 of 100. */
  readonly p50: number;
  readonly p99: number;
}

/** Runs wrk with `wrk.lua`: 32 connections, one thread. */
export async function load(input: {
  port: number;
  url: string;
  seconds: number;
  method?: string;
  body?: string;
  headers?: Readonly<Record<string, string>>;
}): Promise<LoadResult> {
  const env: Record<string, string | undefined> = {
    ...process.env,
    URL_T: input.url,
    METHOD: input.method ?? "GET",
    SEED: "42",
  };
  if (input.body !== undefined) env.BODY_T = input.body;
  env.HEADERS = Object.entries(input.headers ?? {})
    .map(([name, content]) => `${name}: ${content}`)
    .join("\n");
  const child = spawn(
    "wrk",
    [
      "-t1",
      "-c32",
      "--latency",
      `-d${input.seconds}s`,
      "-s",
      join(import.meta.dirname, "wrk.lua"),
      `http://127.0.0.1:${input.port}`,
    ],
    { env, stdio: ["ignore", "pipe", "inherit"] },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`wrk ended with ${code}:\n${output}`);
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? 0);
  const socketErrors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output);
  return {
    requestsPerSecond: number(/Requests\/sec:\s+([\d.]+)/),
    requests: number(/(\d+) requests in/),
    failures:
      number(/Non-2xx or 3xx responses: (\d+)/) +
      (socketErrors ? socketErrors.slice(1).reduce((sum, text) => sum + Number(text), 0) : 0),
    p50: latencyIn(output, 50),
    p99: latencyIn(output, 99),
  };
}

const IN_MS = { us: 0.001, ms: 1, s: 1_000, m: 60_000 } as const;

/** Of wrk's lines such as `99%    4.87ms` and, with a space at the end, `99%    1.33s `. */
function latencyIn(output: string, percent: number): number {
  const [, value, unit] = new RegExp(`^\\s+${percent}%\\s+([\\d.]+)(us|ms|s|m) *$`, "m").exec(output) ?? [];
  if (value === undefined) throw new Error(`wrk printed no ${percent} %:\n${output}`);
  return Number(value) * IN_MS[unit as keyof typeof IN_MS];
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
