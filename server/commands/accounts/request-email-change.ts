import type { Transaction } from "sequelize";
import type { AddressChange as PresentedChange } from "#contract/http/address";
import { ADDRESS_CHANGE_MS } from "#engine/auth/link-life";
import { isPlainAddress } from "#engine/auth/plain-address";
import { mailLimits } from "#engine/auth/throttle";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { enqueueMail } from "../../mail/enqueue-mail.ts";
import { addressChangeMail } from "../../mail/messages/address-change.ts";
import { Account } from "../../models/account.ts";
import { AddressChange } from "../../models/address-change.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { hashLinkToken, newLinkToken } from "./link-token.ts";
import { beginAttempt } from "./throttle-attempt.ts";

/** Sending again is for a mail that was lost, not for pressing. */
const SEND_AGAIN_MS = 60_000;

/**
 * Sends a link to the actor's new address; nothing changes until the link is opened. This command does not look up
 * whether the address has an account already, so the answer does not reveal it: only the page of the link does, which
 * only a reader of that mailbox can open. An earlier change that still waits is cancelled.
 */
export async function askForAddress(
  context: ServerContext,
  actor: Actor,
  input: { readonly email: string; readonly address: string },
): Promise<PresentedChange> {
  authorizeInWorkspace(actor, "changeAddress");
  const { email } = input;
  if (!isPlainAddress(email)) throw badAddress("email", "This is not an e-mail address, such as you@example.com.");
  if (email.toLowerCase() === actor.email.toLowerCase()) throw badAddress("same", "This is your address already.");
  await beginMail(context, actor, input);
  return context.sequelize.transaction(async (transaction) => {
    await holdAccount(actor, transaction);
    await recordAudit({ actor, action: "address.change_asked", subject: email }, transaction);
    return sendLink(context, { actor, email }, transaction);
  });
}

/** A new link to the same address, for another 24 hours. The one before stops working with the commit. */
export async function sendAddressLinkAgain(
  context: ServerContext,
  actor: Actor,
  input: { readonly address: string },
): Promise<PresentedChange> {
  authorizeInWorkspace(actor, "changeAddress");
  const before = await AddressChange.findByPk(actor.accountId);
  if (!before) throw noChange();
  const wait = before.sentAt.getTime() + SEND_AGAIN_MS - context.clock.now().getTime();
  if (wait > 0) {
    const seconds = Math.ceil(wait / 1000);
    throw new UserError("too_many_requests", `It was sent a moment ago. Try again in ${seconds} seconds.`, {
      headers: { "retry-after": String(seconds) },
    });
  }
  await beginMail(context, actor, input);
  return context.sequelize.transaction(async (transaction) => {
    await holdAccount(actor, transaction);
    const waiting = await AddressChange.findByPk(actor.accountId, { transaction });
    if (!waiting) throw noChange();
    await recordAudit({ actor, action: "address.sent_again", subject: waiting.email }, transaction);
    return sendLink(context, { actor, email: waiting.email }, transaction);
  });
}

export async function cancelAddressChange(context: ServerContext, actor: Actor): Promise<void> {
  authorizeInWorkspace(actor, "ownAccount");
  await context.sequelize.transaction(async (transaction) => {
    await holdAccount(actor, transaction);
    const waiting = await AddressChange.findByPk(actor.accountId, { transaction });
    if (!waiting) throw noChange();
    await waiting.destroy({ transaction });
    await recordAudit({ actor, action: "address.change_cancelled", subject: waiting.email }, transaction);
  });
}

export async function getAddressChange(actor: Actor): Promise<PresentedChange | null> {
  authorizeInWorkspace(actor, "ownAccount");
  const waiting = await AddressChange.findByPk(actor.accountId);
  return waiting && present(waiting);
}

/**
 * Each request sends a mail to an address that the caller chose, so only a few are allowed; a success does not reset
 * the count.
 */
const beginMail = (context: ServerContext, actor: Actor, input: { readonly address: string }) =>
  beginAttempt(context, {
    kind: "address-change",
    account: actor.accountId,
    address: input.address,
    limits: mailLimits,
  });

/** One at a time: a change of an account's address locks the account. */
const holdAccount = (actor: Actor, transaction: Transaction): Promise<Account> =>
  Account.findByPk(actor.accountId, { transaction, lock: transaction.LOCK.UPDATE, rejectOnEmpty: true });

async function sendLink(
  context: ServerContext,
  { actor, email }: { readonly actor: Actor; readonly email: string },
  transaction: Transaction,
): Promise<PresentedChange> {
  const { accountId } = actor;
  const token = newLinkToken();
  const now = context.clock.now();
  await AddressChange.destroy({ where: { accountId }, transaction });
  const change = await AddressChange.create(
    {
      accountId,
      email,
      tokenHash: hashLinkToken(token) as Buffer,
      sentAt: now,
      expiresAt: new Date(now.getTime() + ADDRESS_CHANGE_MS),
    },
    { transaction },
  );
  await enqueueMail(context, transaction, {
    kind: "address-change",
    to: email,
    lane: "urgent",
    workspaceId: null,
    expiresAt: change.expiresAt,
    content: addressChangeMail({ url: new URL(`/address/${token}`, context.config.baseUrl).href }),
  });
  return present(change);
}

const present = ({ email, sentAt, expiresAt }: AddressChange): PresentedChange => ({
  email,
  sentAt: sentAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

const noChange = (): UserError =>
  new UserError("not_found", "No new address waits to be confirmed. It may have been confirmed, or cancelled.");

const badAddress = (code: string, message: string): UserError =>
  new UserError("invalid_values", message, { errors: [{ pointer: "/email", code, message }] });
