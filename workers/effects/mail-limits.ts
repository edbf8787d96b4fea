import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import type { ServerContext } from "#server/context";
import { mailTransportKind } from "#server/mail/mail-transport-kind";
import type { LineOutcome } from "./settle-line.ts";

const PER_DAY_AND_RECIPIENT = 20;
const LOOK_AGAIN_SECONDS = 300;

/**
 * Whether one more mail of an app may go to an address: an app that was taken over must not make a sender of spam of
 * the installation. What goes to the dev inbox reaches nobody and is not counted.
 */
export async function overLimit(
  { sequelize, config }: Pick<ServerContext, "sequelize" | "config">,
  { appId, to }: { readonly appId: AppId; readonly to: string },
): Promise<LineOutcome | undefined> {
  if (mailTransportKind(config) === "inbox") return undefined;
  const [counts] = await sequelize.query<{ hour: string; day: string }>(
    `SELECT count(*) FILTER (WHERE created_at > now() - interval '1 hour') AS hour,
            count(*) FILTER (WHERE lower(to_address) = lower($2)) AS day
       FROM platform.mails WHERE app_id = $1 AND created_at > now() - interval '1 day' AND subject <> ''`,
    { bind: [appId, to], type: QueryTypes.SELECT },
  );
  if (Number(counts?.day ?? 0) >= PER_DAY_AND_RECIPIENT) {
    const reason = `This address has had ${PER_DAY_AND_RECIPIENT} mails of this app within a day; more are not sent.`;
    return { outcome: "dead", reason };
  }
  const perHour = config.appMailsPerHour;
  if (Number(counts?.hour ?? 0) < perHour) return undefined;
  const reason = `The app has sent ${perHour} mails within an hour; this one waits.`;
  return { outcome: "later", seconds: LOOK_AGAIN_SECONDS, reason };
}
