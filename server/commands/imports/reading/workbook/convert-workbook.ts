import { Worker } from "node:worker_threads";
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
  const isSource = import.meta.url.endsWith(".ts");
  const thread = new Worker(new URL(`./workbook-thread.${isSource ? "ts" : "js"}`, import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    // Sources need what turns them into JavaScript; what is built needs nothing.
    execArgv: isSource ? ["--import", "tsx"] : [],
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
