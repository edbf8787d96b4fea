import { QueryTypes } from "sequelize";
import type { ImportId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "#server/context";
import { raiseImportAttempt } from "#server/imports/import-states";
import { Import } from "#server/models/import";
import { enqueue } from "#server/queues/enqueue";
import type { Queues } from "#server/queues/open-queues";
import { failImport } from "../imports/run-import.ts";

/** A job that loads rows touches its import's row more often than this. */
const QUIET_SECONDS = 30;
const MAX_ATTEMPTS = 5;

/** Creates a new job for an import whose job was lost, and ends the import when that keeps happening. Returns how many. */
export async function sweepImports(
  context: ServerContext,
  queues: Pick<Queues, "isJobAlive">,
  quietSeconds = QUIET_SECONDS,
): Promise<number> {
  const stuck = await context.sequelize.query<{ id: ImportId; attempt: number }>(
    `SELECT i.id, i.attempt FROM platform.imports i
      WHERE i.state = 'importing' AND i.updated_at < now() - make_interval(secs => $1)
        AND NOT EXISTS (SELECT FROM platform.outbox o
                         WHERE o.job_id = 'import-' || i.id || '-' || i.attempt AND o.delivered_at IS NULL)`,
    { bind: [quietSeconds], type: QueryTypes.SELECT },
  );
  let touched = 0;
  for (const { id, attempt } of stuck) {
    if (await queues.isJobAlive("imports", `import-${id}-${attempt}`)) continue;
    touched += 1;
    if (attempt >= MAX_ATTEMPTS) await giveUp(context, id);
    else await revive(context, { id, attempt });
  }
  return touched;
}

async function revive(context: ServerContext, { id, attempt }: { id: ImportId; attempt: number }): Promise<void> {
  await context.sequelize.transaction(async (transaction) => {
    if (!(await raiseImportAttempt({ id, attempt }, transaction))) return;
    const jobId = `import-${id}-${attempt + 1}`;
    await enqueue(context, transaction, { topic: "imports", jobId, payload: { importId: id } });
    context.log.warn({ importId: id, attempt: attempt + 1 }, "an import had lost its job and gets another");
  });
}

async function giveUp(context: ServerContext, id: ImportId): Promise<void> {
  const row = await Import.findByPk(id);
  if (!row) return;
  const reason = "The rows could not be loaded: the work was interrupted each time it was tried. Drop the file again.";
  await failImport(context, row, new UserError("invalid_values", reason));
}
