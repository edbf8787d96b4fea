import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface ProcessState {
  /** Dead, but not yet collected by its parent: slow where process 1 is not a real init (containers). */
  readonly isZombie: boolean;
  /** When it began, in a form of the system's own; absent where the system does not say. */
  readonly startedAt: string | undefined;
  readonly command: string;
}

/** What the system knows of a process; undefined when there is none of that id. */
export function processState(pid: number): ProcessState | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (!exists(pid)) return undefined;
  if (process.platform === "linux") return fromProc(pid);
  if (process.platform === "win32") return { isZombie: false, startedAt: undefined, command: "" };
  return fromPs(pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // exists, and belongs to another user
  }
}

function fromProc(pid: number): ProcessState | undefined {
  try {
    // "123 (name, perhaps with ) and spaces) S 1 …": what follows the last parenthesis is fields 3 and on.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ");
    return { isZombie: fields[0] === "Z" || fields[0] === "X", startedAt: fields[19], command };
  } catch {
    return undefined; // it ended while we looked
  }
}

function fromPs(pid: number): ProcessState | undefined {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=,command=", "-p", String(pid)], { encoding: "utf8" }).trim();
    const match = /^(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(line);
    if (!match) return undefined;
    return {
      isZombie: (match[1] ?? "").startsWith("Z"),
      startedAt: (match[2] ?? "").replace(/\s+/g, "-"),
      command: match[3] ?? "",
    };
  } catch {
    return undefined;
  }
}
