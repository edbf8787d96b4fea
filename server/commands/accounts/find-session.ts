import { QueryTypes } from "sequelize";
import { freshFor, judgeSession } from "#engine/auth/session-life";
import type { ServerContext } from "../../context.ts";
import { Session } from "../../models/session.ts";
import type { Actor } from "../../policies/actor.ts";
import { MEMBER_COLUMNS, type MemberRow, memberOf } from "./member-row.ts";
import { hashSessionToken, sessionTokenOf } from "./session-cookie.ts";

type Row = MemberRow & { session_id: string; last_seen_at: Date; expires_at: Date; confirmed_at: Date };

/**
 * The caller of a Cookie header: one statement per request, so that signing out, a changed role and a removed member
 * count from the next request on. The socket uses it for its handshake too. The workspace is the one that the session
 * is in; if that person is no member there any more, the one they have been in longest.
 */
export async function findSession(
  context: ServerContext,
  cookieHeader: string | undefined,
  requestId: string,
): Promise<Actor | undefined> {
  const token = sessionTokenOf(context.config, cookieHeader);
  if (token === undefined) return undefined;
  const [row] = await context.sequelize.query<Row>(
    `SELECT s.id AS session_id, s.last_seen_at, s.expires_at, s.confirmed_at, ${MEMBER_COLUMNS}
       FROM platform.sessions s
       JOIN platform.accounts a ON a.id = s.account_id
       JOIN platform.memberships m ON m.account_id = a.id
       JOIN platform.workspaces w ON w.id = m.workspace_id
      WHERE s.token_hash = $1
      ORDER BY (w.id = s.workspace_id) DESC NULLS LAST, m.created_at, w.id LIMIT 1`,
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
  const isFresh = freshFor(row.confirmed_at.getTime(), now.getTime()) > 0;
  return { ...memberOf(row), via: { kind: "browser" }, sessionId: row.session_id, isFresh, requestId };
}
