import { Op } from "sequelize";
import type { MailEntry } from "#contract/http/mail";
import type { MailId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { forgetTries } from "../../mail/mail-states.ts";
import { requeueMails } from "../../mail/requeue-mails.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Mail } from "../../models/mail.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { lockVisibleMail, presentMail, visibleMail } from "./mail-of.ts";

const AT_ONCE = 1_000;

/** Tries one mail again at once, as if for the first time. */
export async function retryMail(context: ServerContext, actor: Actor, mailId: MailId): Promise<MailEntry> {
  authorizeInWorkspace(actor, "manageMail");
  return context.sequelize.transaction(async (transaction) => {
    const mail = await lockVisibleMail(actor, mailId, transaction);
    if (!presentMail(mail).canRetry) {
      const why: Partial<Record<Mail["state"], string>> = {
        sent: "This mail has arrived.",
        queued: "This mail is about to be sent.",
        sending: "This mail is being sent.",
      };
      throw new UserError("conflict", why[mail.state] ?? "The content of this mail was removed. Send a new one.");
    }
    await forgetTries(transaction, [mail.id]);
    await requeueMails(context, transaction, [mail.id]);
    await recordAudit({ actor, action: "mail.retried", subject: mail.toAddress }, transaction);
    return presentMail(await mail.reload({ transaction }));
  });
}

/** Tries all that were given up, of one kind or of all, the oldest first. */
export async function retryMails(
  context: ServerContext,
  actor: Actor,
  { kind }: { kind?: string | undefined },
): Promise<{ retried: number; left: number }> {
  authorizeInWorkspace(actor, "manageMail");
  return context.sequelize.transaction(async (transaction) => {
    const where = {
      [Op.and]: [
        await visibleMail(actor),
        { state: "dead" as const, sealed: { [Op.ne]: null } },
        kind === undefined ? {} : { kind },
      ],
    };
    const mails = await Mail.findAll({
      attributes: ["id"],
      where,
      order: [["id", "ASC"]],
      limit: AT_ONCE,
      transaction,
      lock: transaction.LOCK.UPDATE,
      skipLocked: true,
    });
    const ids = mails.map(({ id }) => id);
    if (ids.length > 0) {
      await forgetTries(transaction, ids);
      await requeueMails(context, transaction, ids);
      await recordAudit(
        { actor, action: "mails.retried", subject: kind ?? "", after: { mails: ids.length } },
        transaction,
      );
    }
    return { retried: ids.length, left: await Mail.count({ where, transaction }) };
  });
}
