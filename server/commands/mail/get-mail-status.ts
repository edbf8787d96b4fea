import { col, fn, Op } from "sequelize";
import type { MailStatus } from "#contract/http/mail";
import type { ServerContext } from "../../context.ts";
import { mailTransportStatus } from "../../mail/mail-status.ts";
import { endPause } from "../../mail/transport-state.ts";
import { Mail } from "../../models/mail.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { isInstallation, visibleMail } from "./mail-of.ts";

const MAX_KINDS = 50;

export async function getMailStatus(context: ServerContext, actor: Actor): Promise<MailStatus> {
  authorizeInWorkspace(actor, "readMail");
  const visible = await visibleMail(actor);
  const count = (...states: Mail["state"][]) => Mail.count({ where: { [Op.and]: [visible, { state: states }] } });
  const kinds = await Mail.findAll({
    attributes: [[fn("DISTINCT", col("kind")), "kind"]],
    where: visible,
    order: [["kind", "ASC"]],
    limit: MAX_KINDS,
  });
  return {
    ...(await mailTransportStatus(context)),
    waiting: await count("queued", "sending", "failed"),
    dead: await count("dead"),
    kinds: kinds.map(({ kind }) => kind),
    isInstallation: await isInstallation(actor),
  };
}

export async function tryMailServer(context: ServerContext, actor: Actor): Promise<void> {
  authorizeInWorkspace(actor, "manageMail");
  await endPause(context);
}
