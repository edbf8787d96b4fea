import type { ServerContext } from "#server/context";
import { purgeOver } from "#server/mail/mail-states";

const KEPT_DAYS = 30;
/** The content of a mail that was given up is deleted after this time: it may contain a link, and was not retried since. */
const READABLE_DAYS = 7;

/** Removes finished mails from the log and, earlier, the content of mails that were given up. */
export const purgeMails = (context: Pick<ServerContext, "sequelize">): Promise<void> =>
  purgeOver(context, { kept: KEPT_DAYS, readable: READABLE_DAYS });
