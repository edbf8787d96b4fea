import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { processState } from "./process-state.ts";

/**
 * One of several processes on a data folder owns the server: it starts, watches and stops it. The lock is a file with
 * the owner's process; a dead owner's lock is broken, by one process at a time (a folder, which the system makes for
 * one only), so that no process removes the lock that another has just made.
 */
export interface OwnerLock {
  release(): void;
}

export async function tryOwn(file: string): Promise<OwnerLock | undefined> {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      writeFileSync(file, describeSelf(), { flag: "wx" });
      return { release: () => releaseOwn(file) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (isHeld(file)) return undefined;
    breakLock(file);
    await sleep(20);
  }
  return undefined;
}

/** Process id and when it began: an id is used again after a restart of the machine or the container. */
const describeSelf = (): string => `${process.pid} ${processState(process.pid)?.startedAt ?? ""}\n`;

function isHeld(file: string): boolean {
  const [pid = "", startedAt = ""] = read(file).trim().split(" ");
  if (Number(pid) === process.pid) return startedAt === (processState(process.pid)?.startedAt ?? "");
  const state = processState(Number(pid));
  // A process that ended but was not reaped yet (this happens in containers) holds nothing.
  if (state === undefined || state.isZombie) return false;
  return startedAt === "" || state.startedAt === undefined || state.startedAt === startedAt;
}

function breakLock(file: string): void {
  const breaker = `${file}.breaking`;
  try {
    mkdirSync(breaker);
  } catch {
    // Another process breaks it, unless it crashed meanwhile.
    const since = statSync(breaker, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > 5_000) rmSync(breaker, { recursive: true, force: true });
    return;
  }
  try {
    if (!isHeld(file)) rmSync(file, { force: true });
  } finally {
    rmSync(breaker, { recursive: true, force: true });
  }
}

function releaseOwn(file: string): void {
  if (read(file) === describeSelf()) rmSync(file, { force: true });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // released meanwhile
  }
}
