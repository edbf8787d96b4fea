import { Op } from "sequelize";
import type { MailEntry } from "#contract/http/mail";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { enqueueMail } from "../../mail/enqueue-mail.ts";
import { testMail } from "../../mail/messages/test.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Mail } from "../../models/mail.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { presentMail } from "./mail-of.ts";

const PER_MINUTE = 5;

/** Only to one's own address, so that no other person can be written to. */
export async function sendTestMail(context: ServerContext, actor: Actor): Promise<MailEntry> {
  authorizeInWorkspace(actor, "manageMail");
  const since = new Date(context.clock.now().getTime() - 60_000);
  const recent = await Mail.count({
    where: { workspaceId: actor.workspaceId, kind: "test", createdAt: { [Op.gt]: since } },
  });
  if (recent >= PER_MINUTE) {
    throw new UserError("too_many_requests", `${PER_MINUTE} test mails in a minute are enough. Wait a little.`, {
      headers: { "retry-after": "60" },
    });
  }
  return context.sequelize.transaction(async (transaction) => {
    const { mailId } = await enqueueMail(context, transaction, {
      kind: "test",
      to: actor.email,
      toName: actor.name,
      lane: "urgent",
      workspaceId: actor.workspaceId,
      content: testMail({ name: actor.name, studioUrl: context.config.baseUrl }),
    });
    await recordAudit({ actor, action: "mail.tested", subject: actor.email }, transaction);
    return presentMail(await Mail.findByPk(mailId, { transaction, rejectOnEmpty: true }));
  });
}
