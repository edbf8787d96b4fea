import { QueryTypes } from "sequelize";
import type { WorkspaceId } from "#contract/platform-ids";
import { unseal } from "#engine/runtime/seal";
import type { ServerContext } from "#server/context";
import { enqueueMail, type NewMail } from "#server/mail/enqueue-mail";
import { Mail } from "#server/models/mail";

/** Every mail of the platform, oldest first, with what it says while it waits. */
export async function mailsOf(
  context: ServerContext,
): Promise<{ mail: Mail; content: { text: string; html: string } | undefined }[]> {
  const mails = await Mail.findAll({ order: [["id", "ASC"]] });
  return mails.map((mail) => ({
    mail,
    content:
      mail.sealed && mail.keyId !== null
        ? (unseal([context.secretKey], mail.id, { sealed: mail.sealed, keyId: mail.keyId }) as {
            text: string;
            html: string;
          })
        : undefined,
  }));
}

/** Writes mails in a transaction of their own. */
export async function post(
  context: ServerContext,
  workspaceId: WorkspaceId | null,
  mails: readonly Partial<NewMail>[],
): Promise<string[]> {
  return context.sequelize.transaction(async (transaction) => {
    const ids: string[] = [];
    for (const mail of mails) {
      const { messageId } = await enqueueMail(context, transaction, {
        kind: "note",
        to: "reader@example.com",
        lane: "normal",
        workspaceId,
        content: { subject: "A note", text: "Hello.\n", html: "<p>Hello.</p>" },
        ...mail,
      });
      ids.push(messageId);
    }
    return ids;
  });
}

/** Mails by state, or one state's number. */
export async function countMails(context: ServerContext): Promise<Record<string, number>> {
  const rows = await context.sequelize.query<{ state: string; count: string }>(
    "SELECT state, count(*) AS count FROM platform.mails GROUP BY state",
    { type: QueryTypes.SELECT },
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}
