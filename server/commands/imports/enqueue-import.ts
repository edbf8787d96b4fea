import { Op, type Transaction } from "sequelize";
import type { ServerContext } from "../../context.ts";
import { Import } from "../../models/import.ts";
import { enqueue } from "../../queues/enqueue.ts";

/**
 * Makes the job that loads an accepted import. Apps take turns: the second import of an app waits behind the first ones
 * of all others, however many files one person uploads at once.
 */
export async function enqueueImport(context: ServerContext, row: Import, transaction: Transaction): Promise<void> {
  const ahead = await Import.count({
    where: { appId: row.appId, state: "importing", id: { [Op.ne]: row.id } },
    transaction,
  });
  await enqueue(context, transaction, {
    topic: "imports",
    jobId: `import-${row.id}-${row.attempt}`,
    payload: { importId: row.id },
    priority: Math.min(ahead, 1_000),
  });
}
