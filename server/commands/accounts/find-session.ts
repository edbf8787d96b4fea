import { QueryTypes } from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { judgeSession } from "#engine/auth/session-life";
import type { ServerContext } from "../../context.ts";
import { hashSessionToken, sessionTokenOf } from "../../http/session-cookie.ts";
import type { MemberRole } from "../../models/membership.ts";
import { Session } from "../../models/session.ts";
import type { Actor } from "./actor.ts";

interface Row {
  session_id: string;
  last_seen_at: Date;
  expires_at: Date;
  account_id: AccountId;
  account_name: string;
  email: string;
  workspace_id: WorkspaceId;
  workspace_name: string;
  role: MemberRole;
}

/**
 * Who a Cookie header says is calling: one statement per request, so that signing out, a changed role and a removed
 * member count from the next request on. The socket uses it for its handshake too.
 */
export async function findSession(
  context: ServerContext,
  cookieHeader: string | undefined,
  requestId: string,
): Promise<Actor | undefined> {
  const token = sessionTokenOf(context.config, cookieHeader);
  if (token === undefined) return undefined;
  const [row] = await context.sequelize.query<Row>(
    `SELECT s.id AS session_id, s.last_seen_at, s.expires_at, a.id AS account_id, a.name AS account_name, a.email,
            w.id AS workspace_id, w.name AS workspace_name, m.role
       FROM platform.sessions s
       JOIN platform.accounts a ON a.id = s.account_id
       JOIN platform.memberships m ON m.account_id = a.id
       JOIN platform.workspaces w ON w.id = m.workspace_id
      WHERE s.token_hash = $1
      ORDER BY m.created_at LIMIT 1`,
    { bind: [hashSessionToken(token)], type: QueryTypes.SELECT },
  );
  if (!row) return undefined;

  const now = context.clock.now();
  const standing = judgeSession(
    { lastSeenAt: row.last_seen_at.getTime(), expiresAt: row.expires_at.getTime() },
    now.getTime(),
  );
  if (standing === "ended") {
    await Session.destroy({ where: { id: row.session_id } });
    return undefined;
  }
  if (standing === "touch") await Session.update({ lastSeenAt: now }, { where: { id: row.session_id } });
  return {
    accountId: row.account_id,
    name: row.account_name,
    email: row.email,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    role: row.role,
    sessionId: row.session_id,
    requestId,
  };
}
