import { Op } from "sequelize";
import type { MailEntry, MailState } from "#contract/http/mail";
import type { MailId } from "#contract/platform-ids";
import { Mail } from "../../models/mail.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { presentMail, visibleMail } from "./mail-of.ts";

export interface MailFilters {
  readonly state?: MailState | undefined;
  readonly kind?: string | undefined;
  readonly to?: string | undefined;
  readonly before?: MailId | undefined;
  readonly limit: number;
}

/** Ids grow with time, so they are the order and the cursor. */
export async function listMails(
  actor: Actor,
  filters: MailFilters,
): Promise<{ results: MailEntry[]; next: MailId | null }> {
  authorizeInWorkspace(actor, "readMail");
  const { state, kind, to, before, limit } = filters;
  const mails = await Mail.findAll({
    where: {
      [Op.and]: [
        await visibleMail(actor),
        state === undefined ? {} : { state },
        kind === undefined ? {} : { kind },
        to === undefined || to === "" ? {} : { toAddress: { [Op.iLike]: `%${to.replace(/[\\%_]/g, "\\$&")}%` } },
        before === undefined ? {} : { id: { [Op.lt]: before } },
      ],
    },
    order: [["id", "DESC"]],
    limit: limit + 1,
  });
  const results = mails.slice(0, limit);
  return { results: results.map(presentMail), next: mails.length > limit ? (results.at(-1)?.id ?? null) : null };
}
