import { Op, type Transaction, type WhereOptions } from "sequelize";
import type { MailEntry } from "#contract/http/mail";
import type { MailId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { installationWorkspace } from "../../mail/installation-workspace.ts";
import { Mail } from "../../models/mail.ts";
import type { Actor } from "../../policies/actor.ts";

/**
 * Which mail an owner may see: that of the workspace, and in the first one also the installation's own, which belongs
 * to none (resets; what other programs send to the dev inbox).
 */
export async function visibleMail(actor: Actor): Promise<WhereOptions<Mail>> {
  const { workspaceId } = actor;
  return (await isInstallation(actor)) ? { [Op.or]: [{ workspaceId }, { workspaceId: null }] } : { workspaceId };
}

export const isInstallation = async (actor: Actor): Promise<boolean> =>
  (await installationWorkspace()) === actor.workspaceId;

/** One mail that the owner may see, locked, so that a decision about it stays true until the commit. */
export async function lockVisibleMail(actor: Actor, mailId: MailId, transaction: Transaction): Promise<Mail> {
  const mail = await Mail.findOne({
    where: { [Op.and]: [{ id: mailId }, await visibleMail(actor)] },
    transaction,
    lock: transaction.LOCK.UPDATE,
  });
  if (!mail) throw new UserError("not_found", "There is no such mail.");
  return mail;
}

/** Without the mail's text, which is for its recipient alone. */
export const presentMail = (mail: Mail): MailEntry => ({
  id: mail.id,
  messageId: mail.messageId,
  kind: mail.kind,
  lane: mail.lane,
  to: { name: mail.toName, address: mail.toAddress },
  subject: mail.subject,
  state: mail.state,
  tries: mail.tries,
  ...(mail.reasonCode === null ? {} : { reason: { code: mail.reasonCode, message: mail.reason ?? "" } }),
  ...(mail.nextTryAt === null ? {} : { nextTryAt: mail.nextTryAt.toISOString() }),
  createdAt: mail.createdAt.toISOString(),
  ...(mail.sentAt === null ? {} : { sentAt: mail.sentAt.toISOString() }),
  canRetry: (mail.state === "failed" || mail.state === "dead") && mail.sealed !== null,
  canCancel: mail.state === "queued" || mail.state === "failed" || (mail.state === "dead" && mail.sealed !== null),
});
