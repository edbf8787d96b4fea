import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { acceptImport, getImport, type Import, startImport } from "#contract/http/imports";
import type { Quintet } from "../support/quintet.ts";

const BIRDSTRIKES = join(resolve(import.meta.dirname, "../.."), "node_modules/vega-datasets/data/birdstrikes.csv");

/** birdstrikes.csv ten times over, 100,000 rows: seconds from the first byte sent to the last row loaded. */
export async function importSpeed(quintet: Quintet): Promise<string> {
  const [header = "", ...rows] = readFileSync(BIRDSTRIKES, "utf8").trimEnd().split("\n");
  const file = new TextEncoder().encode([header, ...Array.from({ length: 10 }, () => rows).flat()].join("\n"));
  const startedAt = performance.now();
  const started = await quintet.call(startImport, { query: { fileName: "birdstrikes.csv" }, body: file });
  const proposed = await until(quintet, started, "proposed");
  const analysed = performance.now();
  await quintet.call(acceptImport, {
    params: { importId: started.id },
    body: { proposal: proposed.proposal as never, into: { app: "new", label: "Birdstrikes" } },
  });
  const done = await until(quintet, started, "done");
  if (done.rows !== rows.length * 10) throw new Error(`${rows.length * 10} rows were sent and ${done.rows} imported.`);
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  const now = performance.now();
  return `Import of ${done.rows} rows (${(file.length / 1e6).toFixed(0)} MB): ${seconds(startedAt, now)} s, of which upload and analysis ${seconds(startedAt, analysed)} s.`;
}

async function until(quintet: Quintet, started: Import, state: Import["state"]): Promise<Import> {
  for (;;) {
    const now = await quintet.call(getImport, { params: { importId: started.id } });
    if (now.state === state) return now;
    if (now.state === "failed" || now.state === "cancelled") throw new Error(`The import ${now.state}: ${now.failure}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
