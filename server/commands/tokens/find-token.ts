import { QueryTypes } from "sequelize";
import type { TokenScope } from "#contract/permissions";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { MEMBER_COLUMNS, type MemberRow, memberOf } from "../accounts/member-row.ts";
import { hashApiToken, looksLikeApiToken } from "./api-token.ts";

type Row = MemberRow & { token_id: string; scopes: TokenScope[]; last_used_at: Date | null };

/** The last use is noted this often at most. */
const TOUCH_MS = 60 * 60 * 1000;

/**
 * Who an Authorization header says is calling, else 401. One statement, through the membership: a token ends with it,
 * and what the person may do now bounds what the token may.
 */
export async function findToken(context: ServerContext, authorization: string, requestId: string): Promise<Actor> {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (token === undefined || !looksLikeApiToken(token))
    throw refused("An API token is sent as “Authorization: Bearer qt_…”.");
  const now = context.clock.now();
  const [row] = await context.sequelize.query<Row>(
    `SELECT t.id AS token_id, t.scopes, t.last_used_at, ${MEMBER_COLUMNS}
       FROM platform.api_tokens t
       JOIN platform.memberships m ON m.workspace_id = t.workspace_id AND m.account_id = t.account_id
       JOIN platform.accounts a ON a.id = m.account_id
       JOIN platform.workspaces w ON w.id = m.workspace_id
      WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)`,
    { bind: [hashApiToken(token), now], type: QueryTypes.SELECT },
  );
  if (!row) throw refused("This API token is unknown, revoked or over. Make a new one in the studio under API tokens.");
  if (now.getTime() - (row.last_used_at?.getTime() ?? 0) >= TOUCH_MS) {
    await context.sequelize.query(
      "UPDATE platform.api_tokens SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
      { bind: [row.token_id, now] },
    );
  }
  const via = { kind: "token", tokenId: row.token_id } as const;
  return { ...memberOf(row), scopes: row.scopes, via, sessionId: "", requestId };
}

const refused = (message: string): UserError =>
  new UserError("invalid_credentials", message, { headers: { "www-authenticate": 'Bearer error="invalid_token"' } });
