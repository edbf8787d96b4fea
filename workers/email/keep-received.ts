import { QueryTypes } from "sequelize";
import type { AppId, WorkspaceId } from "#contract/platform-ids";
import { headerText } from "#server/config/mail-address";
import type { ServerContext } from "#server/context";
import { tellMailChanged } from "#server/mail/mail-changed";
import { uuid7 } from "#server/platform-database/uuid7";

const KEPT = 500;
const KEPT_BYTES = 100 * 1024 * 1024;
const MAX_HEADERS = 200;
const MAX_ATTACHMENTS = 100;

/** Puts a mail that came in over SMTP into the dev inbox, and removes the oldest ones beyond its bounds. */
export async function keepReceived(
  context: ServerContext,
  received: { source: Buffer; sender: string; recipients: readonly string[] },
): Promise<void> {
  const { source } = received;
  // Loaded with the first mail: loading it takes a tenth of the time of a start.
  const { simpleParser } = await import("mailparser");
  const mail = await simpleParser(source, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    checksumAlgo: false,
  });
  const messageId = headerText(mail.messageId ?? "", 300);
  const text = mail.text === undefined ? null : storable(mail.text);
  const html = typeof mail.html === "string" ? storable(mail.html) : null;
  const { workspaceId, appId } = await ownerOf(context, messageId);
  const [first] = [mail.from].flat();
  await context.sequelize.query(
    `INSERT INTO platform.inbox_mails
       (id, workspace_id, app_id, message_id, sender, recipients, subject, preview, text, html, headers, attachments, source, size)
     VALUES ($1, $2, $3, $4, $5, $6::text[], $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13, $14)`,
    {
      bind: [
        uuid7(context.clock.now()),
        workspaceId,
        appId,
        messageId,
        headerText(first?.text || received.sender, 320),
        received.recipients.map((address) => headerText(address, 320)),
        headerText(mail.subject ?? "", 300),
        headerText((text ?? "").slice(0, 1_000), 160),
        text,
        html,
        JSON.stringify(headersOf(mail.headerLines)),
        JSON.stringify(
          mail.attachments.slice(0, MAX_ATTACHMENTS).map(({ filename, contentType, size }) => ({
            name: headerText(filename ?? "", 200) || "without a name",
            type: headerText(contentType, 100),
            size,
          })),
        ),
        source,
        source.length,
      ],
    },
  );
  await context.sequelize.query(
    `DELETE FROM platform.inbox_mails WHERE id IN (
       SELECT id FROM (SELECT id, row_number() OVER newest AS place, sum(size) OVER newest AS bytes
                         FROM platform.inbox_mails WINDOW newest AS (ORDER BY id DESC)) AS counted
        WHERE place > ${KEPT} OR (bytes > ${KEPT_BYTES} AND place > 1))`,
  );
  tellMailChanged(context, workspaceId);
}

interface Owner {
  readonly workspaceId: WorkspaceId | null;
  readonly appId: AppId | null;
}

/** A mail that Quintet sent belongs to the workspace and the app that sent it; any other belongs to the installation. */
async function ownerOf({ sequelize }: ServerContext, messageId: string): Promise<Owner> {
  const [mail] = await sequelize.query<Owner>(
    `SELECT workspace_id AS "workspaceId", app_id AS "appId" FROM platform.mails WHERE message_id = $1`,
    { bind: [messageId], type: QueryTypes.SELECT },
  );
  return mail ?? { workspaceId: null, appId: null };
}

function headersOf(lines: readonly { key: string; line: string }[]): { name: string; value: string }[] {
  return lines.slice(0, MAX_HEADERS).map(({ line }) => {
    const colon = line.indexOf(":");
    return { name: headerText(line.slice(0, colon), 100), value: headerText(line.slice(colon + 1), 2_000) };
  });
}

/** Text in Postgres cannot contain NUL. */
const storable = (text: string): string => text.replaceAll("\0", "");
