import { Op, QueryTypes, type Transaction } from "sequelize";
import type { OwnSession } from "#contract/http/account";
import type { AccountId } from "#contract/platform-ids";
import { browserWords } from "#engine/auth/browser-label";
import { SESSION_IDLE_MS } from "#engine/auth/session-life";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Session } from "../../models/session.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";

const MOST = 100;

/** Where the actor is signed in, last used first. */
export async function listSessions(context: ServerContext, actor: Actor): Promise<OwnSession[]> {
  authorizeInWorkspace(actor, "ownAccount");
  const now = context.clock.now();
  const rows = await Session.findAll({
    where: {
      accountId: actor.accountId,
      expiresAt: { [Op.gt]: now },
      lastSeenAt: { [Op.gt]: new Date(now.getTime() - SESSION_IDLE_MS) },
    },
    order: [["lastSeenAt", "DESC"]],
    limit: MOST,
  });
  return rows
    .map((row) => ({
      id: row.id,
      browser: browserWords(row.userAgent),
      address: row.address,
      isCurrent: row.id === actor.sessionId,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
    }))
    .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/** Signs out in one other place. */
export async function endSession(context: ServerContext, actor: Actor, sessionId: string): Promise<void> {
  authorizeInWorkspace(actor, "ownAccount");
  if (sessionId === actor.sessionId)
    throw new UserError("conflict", "This is the session you are in. Sign out instead.");
  await context.sequelize.transaction(async (transaction) => {
    const ended = await Session.destroy({ where: { id: sessionId, accountId: actor.accountId }, transaction });
    if (ended === 0) throw new UserError("not_found", "There is no such session; it may have ended.");
    await recordAudit({ actor, action: "session.ended", after: { sessions: 1 } }, transaction);
    transaction.afterCommit(() => context.realtime.endSockets({ session: sessionId }));
  });
}

/** Signs out everywhere but here. */
export async function endOtherSessions(context: ServerContext, actor: Actor): Promise<{ endedSessions: number }> {
  authorizeInWorkspace(actor, "ownAccount");
  return context.sequelize.transaction(async (transaction) => {
    const endedSessions = await destroySessions(context, { ...actor, except: actor.sessionId }, transaction);
    if (endedSessions > 0) {
      await recordAudit({ actor, action: "session.ended", after: { sessions: endedSessions } }, transaction);
    }
    return { endedSessions };
  });
}

/** Ends sessions of an account, and their sockets after the commit. A command on this machine acts in none. */
export async function destroySessions(
  context: ServerContext,
  whose: { readonly accountId: AccountId; readonly except?: string },
  transaction: Transaction,
): Promise<number> {
  const rows = await context.sequelize.query<{ id: string }>(
    "DELETE FROM platform.sessions WHERE account_id = $1 AND ($2::uuid IS NULL OR id <> $2::uuid) RETURNING id",
    { bind: [whose.accountId, whose.except || null], type: QueryTypes.SELECT, transaction },
  );
  transaction.afterCommit(() => {
    for (const { id } of rows) context.realtime.endSockets({ session: id });
  });
  return rows.length;
}
