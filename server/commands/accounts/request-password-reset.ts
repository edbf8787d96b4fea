import { setTimeout as sleep } from "node:timers/promises";
import { QueryTypes } from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { RESET_MS } from "#engine/auth/link-life";
import { isPlainAddress } from "#engine/auth/plain-address";
import { mailLimits } from "#engine/auth/throttle";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { enqueueMail } from "../../mail/enqueue-mail.ts";
import { passwordResetMail } from "../../mail/messages/password-reset.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { PasswordReset } from "../../models/password-reset.ts";
import { hashLinkToken, newLinkToken } from "./link-token.ts";
import { beginAttempt } from "./throttle-attempt.ts";

/** Longer than the work takes, so that the answer comes at one time whether there was any. */
const ANSWER_AFTER_MS = 200;

/**
 * Sends a link by which the account of this address gets a new password. What is answered, and when, does not depend on
 * whether there is such an account: the work goes on beside a clock, and the clock answers.
 */
export async function askForReset(
  context: ServerContext,
  input: { readonly email: string; readonly address: string; readonly requestId: string },
): Promise<void> {
  const { email, address } = input;
  if (!isPlainAddress(email)) {
    const message = "This is not an e-mail address, such as you@example.com.";
    throw new UserError("invalid_values", message, { errors: [{ pointer: "/email", code: "email", message }] });
  }
  await beginAttempt(context, {
    kind: "reset",
    account: email,
    address,
    limits: mailLimits,
  });
  sendLink(context, input).catch((error: unknown) => {
    context.log.error({ err: error, requestId: input.requestId }, "the mail of a reset could not be written");
  });
  await sleep(ANSWER_AFTER_MS);
}

async function sendLink(
  context: ServerContext,
  input: { readonly email: string; readonly requestId: string },
): Promise<void> {
  await context.sequelize.transaction(async (transaction) => {
    const [account] = await context.sequelize.query<{
      id: AccountId;
      name: string;
      email: string;
      workspace_id: WorkspaceId | null;
    }>(
      `SELECT a.id, a.name, a.email, (SELECT m.workspace_id FROM platform.memberships m WHERE m.account_id = a.id
                                       ORDER BY m.created_at LIMIT 1) AS workspace_id
         FROM platform.accounts a WHERE lower(a.email) COLLATE "C" = lower($1) COLLATE "C" FOR UPDATE OF a`,
      { bind: [input.email], type: QueryTypes.SELECT, transaction },
    );
    if (!account) return;
    const token = newLinkToken();
    const now = context.clock.now();
    const expiresAt = new Date(now.getTime() + RESET_MS);
    await PasswordReset.destroy({ where: { accountId: account.id }, transaction });
    await PasswordReset.create(
      { tokenHash: hashLinkToken(token) as Buffer, accountId: account.id, expiresAt },
      { transaction },
    );
    const actor = {
      accountId: account.id,
      workspaceId: account.workspace_id,
      via: { kind: "browser" } as const,
      requestId: input.requestId,
    };
    await recordAudit({ actor, action: "password.reset_asked" }, transaction);
    await enqueueMail(context, transaction, {
      kind: "password-reset",
      to: account.email, // as stored, never as typed
      toName: account.name,
      lane: "urgent",
      workspaceId: null,
      expiresAt,
      content: passwordResetMail({ url: new URL(`/reset/${token}`, context.config.baseUrl).href }),
    });
  });
}

/** The page on which a person asks for a new password. */
export const forgotUrl = (context: Pick<ServerContext, "config">): string =>
  new URL("/forgot", context.config.baseUrl).href;
