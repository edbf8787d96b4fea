import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";

/**
 * How a command on the same machine finds a running server and is believed by it: a file in the data folder, readable
 * by its owner alone, with the address and a key that lives as long as the process. Who can read it can read the
 * database's password beside it too, so it gives nothing away. The key is believed from loopback only.
 */
export const LOCAL_SERVER_FILE = "server.json";
export const LOCAL_KEY = /^ql_[A-Za-z0-9_-]{43}$/;

export const localServerSchema = z.object({
  pid: z.int().positive(),
  /** Where to connect: `http://127.0.0.1:4000`. */
  url: z.string(),
  /** The Host that the studio answers to. */
  host: z.string(),
  key: z.string().regex(LOCAL_KEY),
});

export const newLocalKey = (): string => `ql_${randomBytes(32).toString("base64url")}`;

/** Leaves the file; gives back how to take it away, which only removes our own. */
export function announceLocalServer(
  dataFolder: string,
  server: { readonly url: string; readonly host: string; readonly key: string },
): () => void {
  const file = path.join(dataFolder, LOCAL_SERVER_FILE);
  mkdirSync(dataFolder, { recursive: true });
  const partial = `${file}.${process.pid}`;
  // What lies there under this name has another's mode, or is a link.
  rmSync(partial, { force: true });
  writeFileSync(partial, `${JSON.stringify({ pid: process.pid, ...server })}\n`, { mode: 0o600, flag: "wx" });
  renameSync(partial, file);
  return () => {
    try {
      if (JSON.parse(readFileSync(file, "utf8")).pid === process.pid) rmSync(file);
    } catch {
      // Replaced by another process, or removed: our own file no longer exists.
    }
  };
}
