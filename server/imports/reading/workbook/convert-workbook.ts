import { Worker, type WorkerOptions } from "node:worker_threads";
import { UserError } from "#engine/errors";
import type { ConvertedWorkbook } from "./workbook-to-csv.ts";

/** A workbook of 20 MB with 200,000 rows takes about ten seconds. */
const TIMEOUT_MS = 90_000;
const MEMORY_MB = 512;

const TOO_MUCH = "The workbook is more than can be unpacked here. Save the sheet as CSV and import that.";

/**
 * Reads a workbook in a thread with a memory of its own and a clock: a hostile one ends its thread and nothing else.
 */
export async function convertWorkbook(input: {
  readonly path: string;
  readonly csvPath: string;
  readonly sheet?: string | undefined;
}): Promise<ConvertedWorkbook> {
  const thread = startThread({
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    execArgv: [],
    env: {},
  });
  const timer = setTimeout(() => void thread.terminate(), TIMEOUT_MS);
  try {
    return await new Promise<ConvertedWorkbook>((done, failed) => {
      thread.once("message", (answer: { found: ConvertedWorkbook } | { refused: string }) => {
        if ("found" in answer) done(answer.found);
        else failed(new UserError("invalid_values", answer.refused));
      });
      thread.once("error", (error: NodeJS.ErrnoException) => {
        failed(
          error.code === "ERR_WORKER_OUT_OF_MEMORY"
            ? new UserError("invalid_values", TOO_MUCH, { cause: error })
            : error,
        );
      });
      // Only when neither came before: it was ended by the clock.
      thread.once("exit", () => failed(new UserError("invalid_values", TOO_MUCH)));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

/** From sources (tests, `npm run dev`) the thread needs what turns TypeScript into JavaScript; what is built needs nothing. */
function startThread(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./workbook-thread.js", import.meta.url), options);
  const source = JSON.stringify(new URL("./workbook-thread.ts", import.meta.url).href);
  const code = `import("tsx/esm/api").then(({ register }) => { register(); return import(${source}); });`;
  return new Worker(code, { ...options, eval: true });
}
