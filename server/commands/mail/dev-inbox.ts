import { Op } from "sequelize";
import type { InboxEntry, InboxMail as InboxMailBody } from "#contract/http/mail";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { tellMailChanged } from "../../mail/mail-changed.ts";
import { InboxMail } from "../../models/inbox-mail.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { findAppFor } from "../apps/find-app.ts";
import { isInstallation } from "./mail-of.ts";

/** What an owner may read of the dev inbox: what the workspace sent; in the first workspace also what has none. */
async function visible(actor: Actor, action: "manageInbox" | "readInbox") {
  authorizeInWorkspace(actor, action);
  const { workspaceId } = actor;
  return (await isInstallation(actor)) ? { [Op.or]: [{ workspaceId }, { workspaceId: null }] } : { workspaceId };
}

/** For the list: not what is megabytes. */
const LISTED = ["id", "sender", "recipients", "subject", "preview", "size", "attachments", "openedAt", "receivedAt"];

const presentEntry = (mail: InboxMail): InboxEntry => ({
  id: mail.id,
  sender: mail.sender,
  recipients: mail.recipients,
  subject: mail.subject,
  preview: mail.preview,
  size: mail.size,
  attachments: mail.attachments.length,
  isOpened: mail.openedAt !== null,
  receivedAt: mail.receivedAt.toISOString(),
});

interface Listed {
  readonly before?: string | undefined;
  readonly limit: number;
}

export const listInbox = (actor: Actor, asked: Listed): Promise<{ results: InboxEntry[]; next: string | null }> =>
  list(actor, asked, {});

/** Of one app. */
export async function listAppInbox(
  actor: Actor,
  { appId, ...asked }: Listed & { readonly appId: AppId },
): Promise<{ results: InboxEntry[]; next: string | null }> {
  await findAppFor(actor, "manageInbox", appId);
  return list(actor, asked, { appId });
}

async function list(
  actor: Actor,
  { before, limit }: Listed,
  which: { readonly appId?: AppId },
): Promise<{ results: InboxEntry[]; next: string | null }> {
  const earlier = before === undefined ? {} : { id: { [Op.lt]: before } };
  const mails = await InboxMail.findAll({
    attributes: LISTED,
    where: { [Op.and]: [await visible(actor, "manageInbox"), which, earlier] },
    order: [["id", "DESC"]],
    limit: limit + 1,
  });
  const results = mails.slice(0, limit);
  return { results: results.map(presentEntry), next: mails.length > limit ? (results.at(-1)?.id ?? null) : null };
}

async function find(actor: Actor, id: string, attributes: string[]): Promise<InboxMail> {
  const mail = await InboxMail.findOne({
    attributes,
    where: { [Op.and]: [await visible(actor, "readInbox"), { id }] },
  });
  if (!mail) throw new UserError("not_found", "This mail is not in the inbox (any more).");
  return mail;
}

export async function getInboxMail(context: ServerContext, actor: Actor, id: string): Promise<InboxMailBody> {
  const mail = await find(actor, id, [...LISTED, "messageId", "text", "html", "headers"]);
  if (mail.openedAt === null) await mail.update({ openedAt: context.clock.now() });
  const { messageId, text, html } = mail;
  return {
    ...presentEntry(mail),
    messageId,
    text,
    html,
    headers: [...mail.headers],
    attachments: [...mail.attachments],
  };
}

export async function getInboxSource(actor: Actor, id: string): Promise<{ fileName: string; base64: string }> {
  const mail = await find(actor, id, ["id", "subject", "source"]);
  const name = mail.subject.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "mail";
  return { fileName: `${name}.eml`, base64: mail.source.toString("base64") };
}

export async function deleteInboxMail(context: ServerContext, actor: Actor, id: string): Promise<void> {
  const deleted = await InboxMail.destroy({ where: { [Op.and]: [await visible(actor, "manageInbox"), { id }] } });
  if (deleted === 0) throw new UserError("not_found", "This mail is not in the inbox (any more).");
  tellMailChanged(context, actor.workspaceId);
}

export async function emptyInbox(context: ServerContext, actor: Actor): Promise<{ deleted: number }> {
  const deleted = await InboxMail.destroy({ where: await visible(actor, "manageInbox") });
  tellMailChanged(context, actor.workspaceId);
  return { deleted };
}
