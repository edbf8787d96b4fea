import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** This program's version: that of package.json, which stands above the compiled and the source folder alike. */
export function quintetVersion(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
      if (name === "quintet") return String(version);
    } catch {
      // Not here: one folder up.
    }
  }
  return "unknown";
}
