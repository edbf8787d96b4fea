import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Session } from "../../models/session.ts";
import type { Actor } from "../../policies/actor.ts";

/** Ends one session, at once and everywhere, its sockets included. */
export async function signOut(context: ServerContext, actor: Actor): Promise<void> {
  await context.sequelize.transaction(async (transaction) => {
    await Session.destroy({ where: { id: actor.sessionId }, transaction });
    await recordAudit({ actor, action: "session.closed" }, transaction);
    transaction.afterCommit(() => context.realtime.endSockets({ session: actor.sessionId }));
  });
}
