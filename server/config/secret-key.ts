import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Config } from "./config.ts";

/** SECRET_KEY, or a key made at the first start and kept in the data folder, readable by its owner alone. */
export function secretKeyOf(config: Config): string {
  if (config.secretKey !== undefined) return config.secretKey;
  const file = path.join(config.dataFolder, "secret-key");
  mkdirSync(config.dataFolder, { recursive: true });
  try {
    // `wx`: of two processes that start at once, one writes the file and the other reads it.
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}
