import type { Release as PresentedRelease } from "#contract/http/releases";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Release } from "../../models/release.ts";
import type { Actor } from "../../policies/actor.ts";
import { cancelBeforeSwitch } from "../../releases/release-states.ts";
import { findAppFor } from "../apps/find-app.ts";
import { findReleaseToTell, getRelease } from "./find-releases.ts";

/**
 * Ends a release that has not begun to switch. The row decides: a worker moves it to `switching` only if it is not
 * cancelled; a worker that is building sees the cancellation within a second and removes what it has built.
 */
export async function cancelRelease(
  context: ServerContext,
  actor: Actor,
  input: { appId: AppId; number: number },
): Promise<PresentedRelease> {
  const { appId, number } = input;
  const id = await context.sequelize.transaction(async (transaction) => {
    await findAppFor(actor, "publish", appId, transaction);
    const row = await Release.findOne({ where: { appId, number }, transaction });
    if (!row) throw new UserError("not_found", "There is no such release.");
    const failure = `${actor.name} cancelled it. What was live went on serving.`;
    const isCancelled = await cancelBeforeSwitch(row.id, failure, transaction);
    if (!isCancelled) {
      throw new UserError("conflict", "It is too late to cancel this release: it is switching, or has ended.");
    }
    await recordAudit({ actor, action: "release.cancelled", appId, subject: `release ${number}` }, transaction);
    return Number(row.id);
  });
  const told = await findReleaseToTell(context, id);
  if (told) context.realtime.emit({ workspace: told.workspaceId }, "release.progressed", told.release);
  return getRelease(context, actor, input);
}
