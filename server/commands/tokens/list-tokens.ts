import type { ApiToken as PresentedToken } from "#contract/http/tokens";
import { ApiToken } from "../../models/api-token.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";

/** The actor's tokens that are not revoked, newest first; those that are over are among them, and say so. */
export async function listTokens(actor: Actor): Promise<PresentedToken[]> {
  authorizeInWorkspace(actor, "ownTokens");
  const rows = await ApiToken.findAll({
    where: { accountId: actor.accountId, workspaceId: actor.workspaceId, revokedAt: null },
    order: [["createdAt", "DESC"]],
    limit: 200,
  });
  return rows.map(presentToken);
}

export const presentToken = (row: ApiToken): PresentedToken => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  scopes: [...row.scopes],
  createdAt: row.createdAt.toISOString(),
  ...(row.expiresAt ? { expiresAt: row.expiresAt.toISOString() } : {}),
  ...(row.lastUsedAt ? { lastUsedAt: row.lastUsedAt.toISOString() } : {}),
});
