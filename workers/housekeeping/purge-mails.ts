import type { ServerContext } from "#server/context";

const KEPT_DAYS = 30;
/** What a mail that was given up says is forgotten after this: it may be a link, and nobody has asked for it since. */
const READABLE_DAYS = 7;

/** Removes mails that are over from the log, and what given-up ones said before that. */
export async function purgeMails({ sequelize }: Pick<ServerContext, "sequelize">): Promise<void> {
  await sequelize.query(
    `DELETE FROM platform.mails
      WHERE state IN ('sent', 'dead', 'cancelled') AND updated_at < now() - make_interval(days => $1)`,
    { bind: [KEPT_DAYS] },
  );
  await sequelize.query(
    `UPDATE platform.mails SET sealed = NULL, key_id = NULL
      WHERE state = 'dead' AND sealed IS NOT NULL AND updated_at < now() - make_interval(days => $1)`,
    { bind: [READABLE_DAYS] },
  );
}
