import { QueryTypes, type Transaction } from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { passwordProblem } from "#engine/auth/common-passwords";
import { UserError } from "#engine/errors";
import { hashPassword } from "#engine/runtime/passwords";
import type { ServerContext } from "../../context.ts";
import { enqueueMail } from "../../mail/enqueue-mail.ts";
import { passwordChangedMail } from "../../mail/messages/password-changed.ts";
import { Account } from "../../models/account.ts";
import { AddressChange } from "../../models/address-change.ts";
import { ApiToken } from "../../models/api-token.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { PasswordReset } from "../../models/password-reset.ts";
import { hashLinkToken } from "./link-token.ts";
import { forgotUrl } from "./request-password-reset.ts";
import { destroySessions } from "./revoke-sessions.ts";
import { endWait } from "./throttle-attempt.ts";

interface Found {
  readonly account_id: AccountId;
  readonly name: string;
  readonly email: string;
  readonly workspace_id: WorkspaceId | null;
}

/** Whose password the link sets; the name that a password manager keeps it under. */
export async function openReset(context: ServerContext, token: string): Promise<{ email: string }> {
  const { email } = await find(context, token);
  return { email };
}

/**
 * Sets a new password by a link from a mail. The account may have been taken over, so everything that gives access to
 * it ends: all sessions with their sockets, all API tokens, all links. The reset does not sign the person in.
 */
export async function resetPassword(
  context: ServerContext,
  input: { readonly token: string; readonly password: string; readonly requestId: string },
): Promise<void> {
  const found = await find(context, input.token); // before the password is hashed, which is expensive: any client may send this request
  const weakness = passwordProblem(input.password, [found.name, found.email, "quintet"]);
  if (weakness !== undefined) {
    const errors = [{ pointer: "/password", code: "common_password", message: weakness }];
    throw new UserError("invalid_values", weakness, { errors });
  }
  const passwordHash = await hashPassword(input.password);
  await context.sequelize.transaction(async (transaction) => {
    // The account before its links, as everything that touches both holds them.
    await Account.findByPk(found.account_id, { transaction, lock: transaction.LOCK.UPDATE });
    const {
      account_id: accountId,
      name,
      email,
      workspace_id: workspaceId,
    } = await find(context, input.token, transaction);
    const now = context.clock.now();
    await PasswordReset.destroy({ where: { accountId }, transaction });
    await AddressChange.destroy({ where: { accountId }, transaction });
    await Account.update({ passwordHash }, { where: { id: accountId }, transaction });
    // Wrong attempts of others may have made this person wait; the link proves whose account it is.
    await endWait("sign-in", email, transaction);
    const sessions = await destroySessions(context, { accountId }, transaction);
    const [tokens] = await ApiToken.update({ revokedAt: now }, { where: { accountId, revokedAt: null }, transaction });
    const actor = { accountId, workspaceId, via: { kind: "browser" } as const, requestId: input.requestId };
    await recordAudit({ actor, action: "password.reset", after: { sessions, tokens } }, transaction);
    await enqueueMail(context, transaction, {
      kind: "password-changed",
      to: email,
      toName: name,
      lane: "urgent",
      workspaceId: null,
      content: passwordChangedMail({ how: "reset", at: now, url: forgotUrl(context) }),
    });
  });
}

/** With a transaction the link is locked: of two uses at once, one finds it used. */
async function find(context: ServerContext, token: string, transaction?: Transaction): Promise<Found> {
  const hash = hashLinkToken(token);
  const [found] = hash
    ? await context.sequelize.query<Found>(
        `SELECT r.account_id, a.name, a.email, (SELECT m.workspace_id FROM platform.memberships m
                                                 WHERE m.account_id = a.id ORDER BY m.created_at LIMIT 1) AS workspace_id
           FROM platform.password_resets r JOIN platform.accounts a ON a.id = r.account_id
          WHERE r.token_hash = $1 AND r.expires_at > $2 ${transaction ? "FOR UPDATE OF r" : ""}`,
        { bind: [hash, context.clock.now()], type: QueryTypes.SELECT, transaction: transaction ?? null },
      )
    : [];
  if (!found) {
    throw new UserError(
      "link_expired",
      "This link was used, or is older than an hour, or a newer one was sent. Ask for another.",
    );
  }
  return found;
}
