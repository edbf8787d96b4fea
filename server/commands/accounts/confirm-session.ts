import type { WorkspaceId } from "#contract/platform-ids";
import { freshFor } from "#engine/auth/session-life";
import { UserError } from "#engine/errors";
import { verifyPassword } from "#engine/runtime/passwords";
import type { ServerContext } from "../../context.ts";
import { Account } from "../../models/account.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Session } from "../../models/session.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { beginAttempt } from "./throttle-attempt.ts";

/**
 * The person of this session confirms it with the password, and may carry out sensitive actions for a while
 * (server/contract/permissions.ts lists them). Nothing else changes: no secret, no other session. Attempts are counted
 * together with those of a change of password, which asks for the same.
 */
export async function confirmSession(
  context: ServerContext,
  actor: Actor,
  input: { readonly password: string; readonly address: string },
): Promise<void> {
  authorizeInWorkspace(actor, "ownAccount");
  const { accountId, sessionId } = actor;
  requireSession(actor);
  await checkPassword(context, actor, input);
  // A change or a reset of the password in this moment has ended the session.
  const [confirmed] = await Session.update(
    { confirmedAt: context.clock.now() },
    { where: { id: sessionId, accountId } },
  );
  if (confirmed === 0) throw new UserError("unauthenticated", "Sign in first.");
}

/** Throws unless this is the password of who acts. A wrong one is counted, and a line in the audit log. */
export async function checkPassword(
  context: ServerContext,
  actor: Pick<Actor, "accountId" | "via" | "requestId"> & { readonly workspaceId: WorkspaceId | null },
  input: { readonly password: string; readonly address: string },
): Promise<void> {
  const { accountId } = actor;
  const { address } = input;
  const attempt = await beginAttempt(context, { kind: "password", account: accountId, address });
  const { passwordHash } = await Account.findByPk(accountId, { rejectOnEmpty: true });
  if (!(await verifyPassword(passwordHash, input.password))) {
    context.log.warn({ requestId: actor.requestId, address }, "confirmation refused");
    await context.sequelize.transaction((transaction) =>
      recordAudit({ actor, action: "session.not_confirmed", after: { address } }, transaction),
    );
    const message = "This is not your password.";
    throw new UserError("invalid_credentials", message, {
      errors: [{ pointer: "/password", code: "invalid_credentials", message }],
    });
  }
  await attempt.succeeded();
}

/** For how long the session may still do what is sensitive. */
export async function getConfirmation(context: ServerContext, actor: Actor): Promise<{ secondsLeft: number }> {
  authorizeInWorkspace(actor, "ownAccount");
  requireSession(actor);
  const session = await Session.findByPk(actor.sessionId);
  if (!session) throw new UserError("unauthenticated", "Sign in first.");
  const left = freshFor(session.confirmedAt.getTime(), context.clock.now().getTime());
  return { secondsLeft: Math.floor(left / 1000) };
}

/** A command on this machine acts in none. */
function requireSession({ sessionId }: Actor): void {
  if (sessionId === "") throw new UserError("people_only", "This is for people who are signed in in a browser.");
}
