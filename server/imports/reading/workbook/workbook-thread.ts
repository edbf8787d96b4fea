import { parentPort, workerData } from "node:worker_threads";
import { WorkbookError } from "./workbook-error.ts";
import { workbookToCsv } from "./workbook-to-csv.ts";

/** The thread's own side: reads one workbook and tells what it found. Started by convert-workbook.ts alone. */
const answer = await workbookToCsv(workerData).then(
  (found) => ({ found }),
  (error: unknown) => {
    if (error instanceof WorkbookError) return { refused: error.message };
    throw error;
  },
);
parentPort?.postMessage(answer);
