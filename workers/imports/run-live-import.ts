import type pg from "pg";
import { may } from "#contract/permissions";
import { LAST_ADMINISTRATOR } from "#engine/definition/users";
import { OperationalError, UserError } from "#engine/errors";
import { constraintRefusal } from "#engine/rest/constraint-refusal";
import { lastAdministrator } from "#engine/rest/write-errors";
import { actorOfImport } from "#server/commands/imports/actor-of-import";
import { finishLiveImport } from "#server/commands/imports/live/finish-live-import";
import { judgeMapping } from "#server/commands/imports/live/map-import";
import { tellImport } from "#server/commands/imports/present-import";
import type { ServerContext } from "#server/context";
import { removeImportFile } from "#server/imports/import-files";
import { failLoading } from "#server/imports/import-states";
import { findMark, type ImportedRows, markImport } from "#server/imports/live/import-marker";
import { type LiveTarget, onLiveTarget } from "#server/imports/live/live-target";
import { RowLookUps } from "#server/imports/live/row-look-ups";
import type { Import } from "#server/models/import";
import { isTransient } from "./is-transient.ts";
import { connectLocked, loadConnection } from "./load-connection.ts";
import { progressOf } from "./load-progress.ts";
import { LoadStopped } from "./load-rows.ts";
import { codeOf, writeLiveRows } from "./write-live-rows.ts";

/** A conflict with a row that was written while the file was read is found by reading the file again, with its row number. */
const REREADS = 3;

/**
 * Writes the rows of an accepted import to a live model. The job may run twice, also at the same time: a marker in the
 * transaction of the rows says reliably whether they were written (import-marker.ts).
 */
export async function runLiveImport(context: ServerContext, row: Import): Promise<void> {
  const { appId } = row;
  const live = row.analysis?.live;
  if (!appId || !live) return;
  const client = loadConnection(context);
  try {
    // Also one import per model, so that two never wait for each other's rows.
    await connectLocked(client, [`import ${row.id}`, `import into ${appId} ${live.modelId}`]);
    if ((await row.reload()).state !== "importing") return;
    const mark = await findMark(client, row.id);
    if (mark?.state === "cancelled") return;
    const rows = mark?.result ?? (await write(context, client, row));
    if (rows) await finishLiveImport(context, row, rows);
  } catch (error) {
    if (isTransient(error))
      throw new OperationalError("The rows could not be written; it is tried again.", { cause: error });
    await failLiveImport(context, row, error);
    if (!(error instanceof UserError)) throw error;
    return;
  } finally {
    await client.end().catch(() => undefined);
  }
  await removeImportFile(row.filePath);
}

async function write(context: ServerContext, client: pg.Client, row: Import): Promise<ImportedRows | undefined> {
  const { analysis } = row;
  const live = analysis?.live;
  if (!live) return undefined;
  for (let reading = 1; ; reading++) {
    await requireStillBuilder(context, row);
    try {
      return await onLiveTarget(context, live, async (target) => {
        const [problem] = judgeMapping(target, live.mapping, analysis);
        if (problem)
          throw new UserError(
            "conflict",
            `The model was published anew meanwhile. ${problem.message} Nothing was written.`,
          );
        const lookUps = new RowLookUps(context.appDatabase.pool, target);
        const progress = progressOf(context, row);
        const load = { row, analysis: { ...analysis, live }, target, lookUps, progress };
        return writeLiveRows(client, load).catch((error: unknown) => {
          throw brokenConstraint(target, error) ?? error;
        });
      });
    } catch (error) {
      if (error instanceof LoadStopped) return undefined;
      const refusal = explained(error);
      if (!refusal) throw error;
      // The conflicting row was just written. Reading the file again reports it as one of the rows that do not fit.
      if (reading === REREADS) throw refusal;
    }
  }
}

/** A member who was removed, or may only read by now, changes no rows with an import that they started before. */
async function requireStillBuilder(context: ServerContext, row: Import): Promise<void> {
  const actor = await context.sequelize.transaction((transaction) => actorOfImport(context, row, transaction));
  if (actor && may(actor, "writeRows")) return;
  throw new UserError("forbidden", "Who began this import may not change rows of this workspace any more.");
}

/** A constraint of the builder's that a row of the file breaks, alone or with a row that is there. */
function brokenConstraint({ reader }: LiveTarget, error: unknown): UserError | undefined {
  const { constraint } = error as { constraint?: string };
  if (constraint === LAST_ADMINISTRATOR) return lastAdministrator();
  const broken = constraint === undefined ? undefined : constraintRefusal(reader, constraint, () => true);
  return (
    broken &&
    new UserError(broken.code, `A row of the file breaks a constraint: ${broken.message} Nothing was written.`, {
      cause: error,
    })
  );
}

/** An error that only the database could detect. */
function explained(error: unknown): UserError | undefined {
  switch (codeOf(error)) {
    case "23505":
      return new UserError(
        "not_unique",
        "Rows with the same values were written by others all the while. Nothing was written; try again.",
        { cause: error },
      );
    case "23503":
      return new UserError(
        "conflict",
        "Rows that the file points to were deleted by others all the while. Nothing was written; try again.",
        { cause: error },
      );
    case "55P03":
    case "40P01":
    case "40001":
    case "57014":
      return new UserError(
        "conflict",
        "Others held rows of this model so long that the import could not get its turn. Nothing was written; try again.",
        { cause: error },
      );
    case "54000":
      return new UserError("invalid_values", "A value is too long for the index of its field. Nothing was written.", {
        cause: error,
      });
    default:
      return undefined;
  }
}

/** Ends an import that cannot be completed, unless its rows were written after all. */
export async function failLiveImport(context: ServerContext, row: Import, error: unknown): Promise<void> {
  if (!row.appId) return;
  const mark = await markImport(context.appDatabase.pool, { importId: row.id, appId: row.appId, state: "cancelled" });
  if (mark?.state === "done") {
    await finishLiveImport(context, row, mark.result);
    return;
  }
  const failure =
    error instanceof UserError
      ? error.message
      : "The rows could not be written, for a reason that is ours. Nothing was changed.";
  await failLoading(row.id, failure);
  await row.reload();
  tellImport(context, row);
  await removeImportFile(row.filePath);
}
