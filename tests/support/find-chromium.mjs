import fs from "node:fs";
import path from "node:path";

/**
 * A Chromium or Chrome of this machine: the one named in QUINTET_CHROMIUM, else where systems put it. Undefined when
 * there is none. Plain JavaScript without dependencies, because bootstrap.mjs asks too.
 */
export function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
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
