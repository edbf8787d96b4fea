import type { MailEntry } from "#contract/http/mail";
import type { MailId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { tellMailChanged } from "../../mail/mail-changed.ts";
import { markCancelled } from "../../mail/mail-states.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { lockVisibleMail, presentMail } from "./mail-of.ts";

/** It is not sent any more, and its content is removed. A job that comes later finds nothing to do. */
export async function cancelMail(context: ServerContext, actor: Actor, mailId: MailId): Promise<MailEntry> {
  authorizeInWorkspace(actor, "manageMail");
  return context.sequelize.transaction(async (transaction) => {
    const mail = await lockVisibleMail(actor, mailId, transaction);
    if (!presentMail(mail).canCancel) {
      const message =
        mail.state === "sending"
          ? "This mail is being sent at this moment: the mail server may have it already."
          : `This mail is ${mail.state === "sent" ? "sent" : "over"}; there is nothing to cancel.`;
      throw new UserError("conflict", message);
    }
    await markCancelled(mail, transaction);
    await recordAudit({ actor, action: "mail.cancelled", subject: mail.toAddress }, transaction);
    transaction.afterCommit(() => tellMailChanged(context, mail.workspaceId));
    return presentMail(mail);
  });
}
