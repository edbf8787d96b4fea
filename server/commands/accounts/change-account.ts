import { passwordProblem } from "#engine/auth/common-passwords";
import { UserError } from "#engine/errors";
import { hashPassword, verifyPassword } from "#engine/runtime/passwords";
import type { ServerContext } from "../../context.ts";
import { enqueueMail } from "../../mail/enqueue-mail.ts";
import { passwordChangedMail } from "../../mail/messages/password-changed.ts";
import { Account } from "../../models/account.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { PasswordReset } from "../../models/password-reset.ts";
import { Session } from "../../models/session.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { forgotUrl } from "./request-password-reset.ts";
import { destroySessions } from "./revoke-sessions.ts";
import { beginAttempt } from "./throttle-attempt.ts";

export async function changeAccount(context: ServerContext, actor: Actor, input: { name: string }): Promise<void> {
  authorizeInWorkspace(actor, "ownAccount");
  const { name } = input;
  if (name === actor.name) return;
  await context.sequelize.transaction(async (transaction) => {
    await Account.update({ name }, { where: { id: actor.accountId }, transaction });
    await recordAudit({ actor, action: "account.renamed", before: { name: actor.name }, after: { name } }, transaction);
  });
}

/**
 * Sets another password for a person who knows the current one. All other sessions are signed out, links of resets stop
 * working, and a mail reports it. API tokens stay valid, because a person who knew the password made them.
 */
export async function changePassword(
  context: ServerContext,
  actor: Actor,
  input: { readonly current: string; readonly password: string; readonly address: string },
): Promise<{ endedSessions: number }> {
  authorizeInWorkspace(actor, "ownAccount");
  const { accountId, name, email } = actor;
  const attempt = await beginAttempt(context, { kind: "password", account: accountId, address: input.address });
  const account = await Account.findByPk(accountId, { rejectOnEmpty: true });
  if (!(await verifyPassword(account.passwordHash, input.current))) {
    throw problem("/current", "invalid_credentials", "This is not your current password.");
  }
  await attempt.succeeded();
  const weakness = passwordProblem(input.password, [name, email, "quintet"]);
  if (weakness !== undefined) throw problem("/password", "common_password", weakness);
  const passwordHash = await hashPassword(input.password);
  return context.sequelize.transaction(async (transaction) => {
    // Of two changes at once, the second must give the new password.
    const [changed] = await Account.update(
      { passwordHash },
      { where: { id: accountId, passwordHash: account.passwordHash }, transaction },
    );
    if (changed === 0) throw problem("/current", "invalid_credentials", "Your password was changed a moment ago.");
    await Session.update({ confirmedAt: context.clock.now() }, { where: { id: actor.sessionId }, transaction });
    const endedSessions = await destroySessions(context, { accountId, except: actor.sessionId }, transaction);
    await PasswordReset.destroy({ where: { accountId }, transaction });
    await recordAudit({ actor, action: "password.changed" }, transaction);
    await enqueueMail(context, transaction, {
      kind: "password-changed",
      to: email,
      toName: name,
      lane: "urgent",
      workspaceId: null,
      content: passwordChangedMail({ how: "changed", at: context.clock.now(), url: forgotUrl(context) }),
    });
    return { endedSessions };
  });
}

const problem = (pointer: string, code: string, message: string): UserError =>
  new UserError("invalid_values", message, { errors: [{ pointer, code, message }] });
