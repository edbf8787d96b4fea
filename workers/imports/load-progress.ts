import { tellImport } from "#server/commands/imports/present-import";
import type { ServerContext } from "#server/context";
import { noteLoading } from "#server/imports/import-states";
import type { Import } from "#server/models/import";
import { LoadStopped } from "./load-rows.ts";

const TELL_EVERY_MS = 150;
const CHECK_EVERY_MS = 500;

/** Reports the progress of a load, shows that its job is running, and throws `LoadStopped` after a cancellation. */
export function progressOf(context: ServerContext, row: Import) {
  let toldAt = 0;
  let checkedAt = performance.now();
  return async (done: { readonly bytes: number }): Promise<void> => {
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    row.set({ progress: Math.min(0.99, done.bytes / Math.max(1, row.size)) });
    if (now - checkedAt >= CHECK_EVERY_MS) {
      checkedAt = now;
      if (!(await noteLoading(row.id, { progress: row.progress }))) throw new LoadStopped();
    }
    tellImport(context, row);
  };
}
