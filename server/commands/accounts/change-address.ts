import { QueryTypes, type Transaction, UniqueConstraintError } from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { enqueueMail } from "../../mail/enqueue-mail.ts";
import { addressChangedMail } from "../../mail/messages/address-change.ts";
import { Account } from "../../models/account.ts";
import { AddressChange } from "../../models/address-change.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { PasswordReset } from "../../models/password-reset.ts";
import type { Actor } from "../../policies/actor.ts";
import { checkPassword } from "./confirm-session.ts";
import { hashLinkToken } from "./link-token.ts";

interface Found {
  readonly account_id: AccountId;
  readonly email: string;
  readonly old_email: string;
  readonly name: string;
  readonly workspace_id: WorkspaceId | null;
  readonly is_taken: boolean;
}

/**
 * The content of the link's page. The person who opens it reads the new mailbox, and may be a stranger whose address
 * was typed by mistake: the page reveals nothing of the account, and without its session the account's password is
 * needed.
 */
export async function openAddressChange(
  context: ServerContext,
  actor: Actor | undefined,
  token: string,
): Promise<{ email: string; how: "signed_in" | "password" }> {
  const found = await find(context, token);
  if (found.is_taken) throw taken();
  return { email: found.email, how: isOwn(found, actor) ? "signed_in" : "password" };
}

/**
 * Gives the account its new address. Sessions and tokens stay valid; links of resets, which went to the old address,
 * stop working.
 */
export async function changeAddress(
  context: ServerContext,
  actor: Actor | undefined,
  input: {
    readonly token: string;
    readonly password?: string | undefined;
    readonly address: string;
    readonly requestId: string;
  },
): Promise<{ email: string }> {
  const { account_id: accountId, workspace_id: workspaceId, ...opened } = await find(context, input.token);
  if (opened.is_taken) throw taken();
  const bearerOfLink = { accountId, workspaceId, via: { kind: "browser" } as const, requestId: input.requestId };
  const by = actor?.accountId === accountId ? actor : bearerOfLink;
  if (by === bearerOfLink) await checkPassword(context, by, { password: input.password ?? "", address: input.address });
  try {
    return await context.sequelize.transaction(async (transaction) => {
      await Account.findByPk(accountId, { transaction, lock: transaction.LOCK.UPDATE });
      // Of two uses at once, the second finds the link used.
      const { email, old_email: before, name } = await find(context, input.token, transaction);
      await Account.update({ email }, { where: { id: accountId }, transaction });
      await AddressChange.destroy({ where: { accountId }, transaction });
      await PasswordReset.destroy({ where: { accountId }, transaction });
      await recordAudit(
        { actor: by, action: "address.changed", before: { email: before }, after: { email } },
        transaction,
      );
      await enqueueMail(context, transaction, {
        kind: "address-changed",
        to: before,
        toName: name,
        lane: "urgent",
        workspaceId: null,
        content: addressChangedMail({
          to: email,
          at: context.clock.now(),
          url: new URL("/account", context.config.baseUrl).href,
        }),
      });
      // Open windows load their session again.
      transaction.afterCommit(() => context.realtime.endSockets({ account: accountId }));
      return { email };
    });
  } catch (error) {
    if (error instanceof UniqueConstraintError) throw taken(error);
    throw error;
  }
}

const isOwn = (found: Found, actor: Actor | undefined): boolean => actor?.accountId === found.account_id;

async function find(context: ServerContext, token: string, transaction?: Transaction): Promise<Found> {
  const hash = hashLinkToken(token);
  const [found] = hash
    ? await context.sequelize.query<Found>(
        `SELECT c.account_id, c.email, a.email AS old_email, a.name,
                (SELECT m.workspace_id FROM platform.memberships m WHERE m.account_id = a.id
                  ORDER BY m.created_at LIMIT 1) AS workspace_id,
                EXISTS (SELECT FROM platform.accounts o WHERE o.id <> a.id
                           AND lower(o.email) COLLATE "C" = lower(c.email) COLLATE "C") AS is_taken
           FROM platform.address_changes c JOIN platform.accounts a ON a.id = c.account_id
          WHERE c.token_hash = $1 AND c.expires_at > $2`,
        { bind: [hash, context.clock.now()], type: QueryTypes.SELECT, transaction: transaction ?? null },
      )
    : [];
  if (!found) {
    throw new UserError(
      "link_expired",
      "This link was used or cancelled, or is older than 24 hours, or a newer one was sent. Look under “Your account”.",
    );
  }
  return found;
}

/** Shown to the person who reads that mailbox and knows the address. */
const taken = (cause?: unknown): UserError =>
  new UserError(
    "already_exists",
    "This address has an account of its own already, so another one cannot take it. Sign in with it, or use a different address.",
    { cause },
  );
