import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { ApiToken } from "../../models/api-token.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";

/** From the commit on no request with this token is answered. */
export async function revokeToken(context: ServerContext, actor: Actor, tokenId: string): Promise<void> {
  authorizeInWorkspace(actor, "ownTokens");
  await context.sequelize.transaction(async (transaction) => {
    const { accountId, workspaceId } = actor;
    const row = await ApiToken.findOne({
      where: { id: tokenId, accountId, workspaceId, revokedAt: null },
      transaction,
      lock: transaction.LOCK.UPDATE,
    });
    if (!row) throw new UserError("not_found", "There is no such token.");
    await row.update({ revokedAt: context.clock.now() }, { transaction });
    await recordAudit(
      { actor, action: "token.revoked", subject: row.name, before: { id: row.id, scopes: [...row.scopes] } },
      transaction,
    );
  });
}
