import type { Transaction } from "sequelize";
import type { ImportId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { Import } from "../../models/import.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";

/**
 * An import of the actor: until it is accepted, its file is shown to its author alone. With a transaction its row is
 * locked.
 */
export async function findImportFor(actor: Actor, importId: ImportId, transaction?: Transaction): Promise<Import> {
  authorizeInWorkspace(actor, "importFile");
  const row = await Import.findOne({
    where: { id: importId, actorId: actor.accountId, workspaceId: actor.workspaceId },
    ...(transaction ? { transaction, lock: transaction.LOCK.UPDATE } : {}),
  });
  if (!row) throw new UserError("not_found", "There is no such import.");
  return row;
}
