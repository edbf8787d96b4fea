import { Op, QueryTypes, type Transaction } from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { SESSION_ABSOLUTE_MS } from "#engine/auth/session-life";
import type { ServerContext } from "../../context.ts";
import { Session } from "../../models/session.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import { hashSessionToken, newSessionToken } from "./session-cookie.ts";

/** The device and address of a sign-in, shown in the person's own list of sessions. */
export interface Browser {
  readonly userAgent: string;
  readonly address: string;
  /** Its Cookie header, which may show that it has signed in before. */
  readonly cookies: string | undefined;
}

/** An account is signed in in so many places at most; one more ends the one that was used longest ago. */
export const MOST_SESSIONS = 50;

async function endOldest(context: ServerContext, accountId: AccountId, transaction: Transaction): Promise<void> {
  const ended = await context.sequelize.query<{ id: string }>(
    `DELETE FROM platform.sessions WHERE id IN (
       SELECT id FROM platform.sessions WHERE account_id = $1
        ORDER BY last_seen_at DESC, id DESC OFFSET $2) RETURNING id`,
    { bind: [accountId, MOST_SESSIONS - 1], type: QueryTypes.SELECT, transaction },
  );
  transaction.afterCommit(() => {
    for (const { id } of ended) context.realtime.endSockets({ session: id });
  });
}

/** A new session for an account; only the browser receives the token. */
export async function openSession(
  context: ServerContext,
  input: { readonly accountId: AccountId; readonly workspaceId?: WorkspaceId; readonly browser?: Browser },
  transaction: Transaction,
): Promise<{ token: string }> {
  const token = newSessionToken();
  const now = context.clock.now();
  await Session.destroy({ where: { expiresAt: { [Op.lt]: now } }, limit: 100, transaction });
  await endOldest(context, input.accountId, transaction);
  await Session.create(
    {
      id: uuid7(now),
      accountId: input.accountId,
      workspaceId: input.workspaceId ?? null,
      tokenHash: hashSessionToken(token),
      userAgent: input.browser?.userAgent.slice(0, 300) ?? "",
      address: input.browser?.address ?? "",
      lastSeenAt: now,
      confirmedAt: now,
      expiresAt: new Date(now.getTime() + SESSION_ABSOLUTE_MS),
    },
    { transaction },
  );
  return { token };
}
