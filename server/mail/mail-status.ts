import { QueryTypes } from "sequelize";
import type { MailStatus } from "#contract/http/mail";
import type { ServerContext } from "../context.ts";
import { mailTransportKind } from "./mail-transport-kind.ts";
import { readTransportState } from "./transport-state.ts";

/** Where mail is sent and whether it works: shown by the studio and `quintet doctor`. */
export type MailTransportStatus = Pick<MailStatus, "transport" | "server" | "from" | "paused">;

export async function mailTransportStatus(context: ServerContext): Promise<MailTransportStatus> {
  const { config } = context;
  const transport = mailTransportKind(config);
  const state = await readTransportState(context);
  const server =
    transport === "smtp" && config.smtp
      ? `${config.smtp.host}:${config.smtp.port}`
      : transport === "inbox" && state.inboxPort !== null
        ? `127.0.0.1:${state.inboxPort}`
        : undefined;
  const { name, address } = config.mailFrom;
  return {
    transport,
    from: name === "" ? address : `${name} <${address}>`,
    ...(server === undefined ? {} : { server }),
    ...(state.pausedSince === null || state.pausedUntil === null
      ? {}
      : {
          paused: {
            since: state.pausedSince.toISOString(),
            until: state.pausedUntil.toISOString(),
            code: state.reasonCode ?? "",
            message: state.reason ?? "",
          },
        }),
  };
}

/** The same of the whole installation, with how much waits and how much was given up. */
export async function mailStatus(
  context: ServerContext,
): Promise<MailTransportStatus & { waiting: number; dead: number }> {
  const [counts] = await context.sequelize.query<{ waiting: string; dead: string }>(
    `SELECT count(*) FILTER (WHERE state IN ('queued', 'sending', 'failed')) AS waiting,
            count(*) FILTER (WHERE state = 'dead') AS dead FROM platform.mails WHERE state <> 'sent'`,
    { type: QueryTypes.SELECT },
  );
  return {
    ...(await mailTransportStatus(context)),
    waiting: Number(counts?.waiting ?? 0),
    dead: Number(counts?.dead ?? 0),
  };
}
