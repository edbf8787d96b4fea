import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DraftId, ImportId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { dateOrderOf } from "#engine/field-types/date-order";
import { hasDecimalComma } from "#engine/field-types/decimal-comma";
import type { ServerContext } from "../../context.ts";
import { importFilePath, removeImportFile } from "../../imports/import-files.ts";
import { inTurn, refuseMoreReadings } from "../../imports/reading-turns.ts";
import { columnsOfVia } from "../../models/actor-via.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Import } from "../../models/import.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { analyseImport } from "./analyse-import.ts";

export const MAX_FILE_BYTES = 100 * 1024 * 1024;

/**
 * Writes an upload to a file as it arrives, and begins to read it. Answers when the file is complete: the analysis
 * continues in the background and reports its progress.
 */
export async function startImport(
  context: ServerContext,
  actor: Actor,
  input: {
    readonly fileName: string;
    readonly draftId?: DraftId | undefined;
    readonly locale?: string | undefined;
    readonly body: Readable;
    readonly declaredSize: number | undefined;
  },
): Promise<Import> {
  authorizeInWorkspace(actor, "importFile");
  refuseMoreReadings(actor.workspaceId);
  if ((input.declaredSize ?? 0) > MAX_FILE_BYTES) throw tooLarge();
  const draft = input.draftId && (await findDraftFor(context, actor, { action: "read", draftId: input.draftId }));
  const locale = draft ? draft.settings.locale : input.locale;
  const written = { openDateOrder: dateOrderOf(locale), localeHasDecimalComma: hasDecimalComma(locale) };
  const id = uuid7(context.clock.now()) as ImportId;
  const filePath = await importFilePath(context, id);
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > MAX_FILE_BYTES ? tooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(input.body, count, createWriteStream(filePath, { mode: 0o600, flags: "wx" }));
    if (size === 0) throw new UserError("invalid_values", "The file is empty.");
  } catch (error) {
    await removeImportFile(filePath);
    const isCut =
      (error as { code?: unknown }).code === "ERR_STREAM_PREMATURE_CLOSE" ||
      (error as { code?: unknown }).code === "ECONNRESET";
    throw isCut ? new UserError("bad_request", "The upload ended before the file did.", { cause: error }) : error;
  }
  const { fileName } = input;
  const { workspaceId, accountId: actorId } = actor;
  const row = await context.sequelize.transaction(async (transaction) => {
    await recordAudit(
      { actor, action: "import.started", subject: fileName, after: { importId: id, size } },
      transaction,
    );
    const via = columnsOfVia(actor.via);
    return Import.create(
      { id, workspaceId, actorId, ...via, fileName, filePath, size, state: "analysing" },
      { transaction },
    );
  });
  void inTurn(context, row, () => analyseImport(context, row, written));
  return row;
}

const tooLarge = (): UserError =>
  new UserError(
    "too_large",
    `The file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB. Split it and import the parts.`,
    {
      headers: { connection: "close" },
    },
  );
