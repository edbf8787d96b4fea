import fs from "node:fs";
import path from "node:path";

/** The name of its program and of Debian's package. */
export const HEADLESS_SHELL = "chromium-headless-shell";

/**
 * A Chromium or Chrome of this machine: the one named in QUINTET_CHROMIUM, else where systems put it. Undefined when
 * there is none. The headless shell comes first: it is the same browser without its windows and profiles, and a new
 * context in it with one page of the studio takes 1.5 s of processor time instead of 2.8 s. Plain JavaScript without dependencies, because bootstrap.mjs asks too.
 */
export function findChromium() {
  const names = [HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  const candidates = [
    process.env.QUINTET_CHROMIUM,
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ];
  return candidates.find((file) => file && fs.existsSync(file));
}
