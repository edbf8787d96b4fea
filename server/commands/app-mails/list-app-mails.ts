import { Op, QueryTypes } from "sequelize";
import type { AppMailStatus } from "#contract/http/app-mails";
import type { MailEntry, MailState } from "#contract/http/mail";
import type { AppId, MailId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";
import { mailTransportStatus } from "../../mail/mail-status.ts";
import { Mail } from "../../models/mail.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { presentMail } from "../mail/mail-of.ts";

interface Asked {
  readonly appId: AppId;
  readonly state?: MailState | undefined;
  readonly before?: MailId | undefined;
  readonly limit: number;
}

/** What became of an app's mails. What they say is for their recipients alone. */
export async function listAppMails(
  context: ServerContext,
  actor: Actor,
  { appId, state, before, limit }: Asked,
): Promise<{ status: AppMailStatus; results: MailEntry[]; next: MailId | null }> {
  await findAppFor(actor, "readRows", appId);
  const mails = await Mail.findAll({
    where: {
      [Op.and]: [
        { appId },
        state === undefined ? {} : { state },
        before === undefined ? {} : { id: { [Op.lt]: before } },
      ],
    },
    order: [["id", "DESC"]],
    limit: limit + 1,
  });
  const results = mails.slice(0, limit);
  return {
    status: await statusOf(context, appId),
    // Owners try again and cancel on the workspace's own screen.
    results: results.map((mail) => ({ ...presentMail(mail), canRetry: false, canCancel: false })),
    next: mails.length > limit ? (results.at(-1)?.id ?? null) : null,
  };
}

async function statusOf(context: ServerContext, appId: AppId): Promise<AppMailStatus> {
  const { transport, server, paused } = await mailTransportStatus(context);
  const [sent] = await context.sequelize.query<{ count: string }>(
    `SELECT count(*) AS count FROM platform.mails
      WHERE app_id = $1 AND created_at > now() - interval '1 hour' AND subject <> ''`,
    { bind: [appId], type: QueryTypes.SELECT },
  );
  const { rows } = await context.appDatabase.pool.query<{ count: string; reason: string | null }>(
    `SELECT count(*) AS count, (array_agg(reason ORDER BY made_at) FILTER (WHERE reason IS NOT NULL))[1] AS reason
       FROM quintet.outbox WHERE app_id = $1 AND topic = 'mail' AND done_at IS NULL AND dead_at IS NULL`,
    [appId],
  );
  const reason = rows[0]?.reason ?? undefined;
  return {
    transport,
    ...(server === undefined ? {} : { server }),
    ...(paused === undefined ? {} : { paused }),
    address: context.config.mailFrom.address,
    lastHour: Number(sent?.count ?? 0),
    ...(transport === "inbox" ? {} : { perHour: context.config.appMailsPerHour }),
    held: Number(rows[0]?.count ?? 0),
    ...(reason === undefined ? {} : { heldReason: reason }),
  };
}
