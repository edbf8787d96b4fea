import { Op } from "sequelize";
import type { ApiToken as PresentedToken } from "#contract/http/tokens";
import type { TokenScope } from "#contract/permissions";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { ApiToken } from "../../models/api-token.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Membership } from "../../models/membership.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { hashApiToken, newApiToken } from "./api-token.ts";
import { presentToken } from "./list-tokens.ts";

const MAX_TOKENS = 50;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a token of the actor's own. Its text is returned only once; its hash is stored. */
export async function createToken(
  context: ServerContext,
  actor: Actor,
  input: { readonly name: string; readonly scopes: readonly TokenScope[]; readonly days: number | null },
): Promise<{ token: PresentedToken; secret: string }> {
  authorizeInWorkspace(actor, "makeTokens");
  const { accountId, workspaceId } = actor;
  const secret = newApiToken();
  return context.sequelize.transaction(async (transaction) => {
    const now = context.clock.now();
    // Locked, so that fifty requests at once cannot exceed the limit.
    const membership = await Membership.findOne({
      where: { accountId, workspaceId },
      transaction,
      lock: transaction.LOCK.UPDATE,
    });
    if (!membership) throw new UserError("unauthenticated", "Sign in first.");
    const alive = { accountId, workspaceId, revokedAt: null, expiresAt: { [Op.or]: [null, { [Op.gt]: now }] } };
    if ((await ApiToken.count({ where: alive, transaction })) >= MAX_TOKENS) {
      throw new UserError("conflict", `You have ${MAX_TOKENS} API tokens. Revoke one that is not used.`);
    }
    const scopes = [...new Set(input.scopes)].sort();
    const row = await ApiToken.create(
      {
        id: uuid7(now),
        workspaceId,
        accountId,
        name: input.name,
        tokenHash: hashApiToken(secret),
        hint: secret.slice(-4),
        scopes,
        createdAt: now,
        expiresAt: input.days === null ? null : new Date(now.getTime() + input.days * DAY_MS),
      },
      { transaction },
    );
    const after = { id: row.id, scopes, expiresAt: row.expiresAt?.toISOString() ?? null };
    await recordAudit({ actor, action: "token.created", subject: input.name, after }, transaction);
    return { token: presentToken(row), secret };
  });
}
