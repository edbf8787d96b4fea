import type { ServerContext } from "#server/context";
import { purgeOver } from "#server/mail/mail-states";

const KEPT_DAYS = 30;
/** What a mail that was given up says is forgotten after this: it may be a link, and nobody has asked for it since. */
const READABLE_DAYS = 7;

/** Removes mails that are over from the log, and what given-up ones said before that. */
export const purgeMails = (context: Pick<ServerContext, "sequelize">): Promise<void> =>
  purgeOver(context, { kept: KEPT_DAYS, readable: READABLE_DAYS });
