import { Op } from "sequelize";
import type { AppId, ReleaseId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { findReleaseToTell } from "#server/commands/releases/find-releases";
import type { ServerContext } from "#server/context";
import { Release, type ReleaseState } from "#server/models/release";
import { StagedTable } from "#server/models/staged-table";

export async function tell(context: ServerContext, releaseId: ReleaseId): Promise<void> {
  const found = await findReleaseToTell(context, releaseId);
  if (found) context.realtime.emit({ workspace: found.workspaceId }, "release.progressed", found.release);
}

/** Moves a release that is under way; one that has ended stays as it ended, and false says so. */
export async function progress(
  context: ServerContext,
  releaseId: ReleaseId,
  change: { readonly state: ReleaseState; readonly progress: string },
): Promise<boolean> {
  const [moved] = await Release.update(change, {
    where: { id: String(releaseId), state: { [Op.in]: ["queued", "preparing", "switching"] } },
  });
  await tell(context, releaseId);
  return moved > 0;
}

export async function markFailed(context: ServerContext, releaseId: ReleaseId, failure: string): Promise<void> {
  await Release.update(
    { state: "failed", failure, progress: null },
    { where: { id: String(releaseId), state: { [Op.in]: ["queued", "preparing", "switching"] } } },
  );
  await tell(context, releaseId);
}

/**
 * The rows follow what the app database has committed: this release is live (or was, if a later one is by now), the
 * ones before it are superseded, and the imports that it adopted no longer wait. May run any number of times.
 */
export async function markLive(
  context: ServerContext,
  input: {
    readonly releaseId: ReleaseId;
    readonly appId: AppId;
    readonly environment: string;
    readonly liveAt: Date;
    readonly models: readonly ModelId[];
    readonly supersededAlready: boolean;
  },
): Promise<void> {
  const { releaseId, appId, environment, liveAt } = input;
  const state: ReleaseState = input.supersededAlready ? "superseded" : "live";
  await context.sequelize.transaction(async (transaction) => {
    await Release.update(
      { state, liveAt, progress: null, failure: null },
      { where: { id: String(releaseId), state: { [Op.in]: ["queued", "preparing", "switching"] } }, transaction },
    );
    await Release.update(
      { state: "superseded" },
      { where: { appId, environment, state: "live", id: { [Op.lt]: String(releaseId) } }, transaction },
    );
    await StagedTable.destroy({ where: { appId, modelId: [...input.models] }, transaction });
  });
  await tell(context, releaseId);
  const found = await findReleaseToTell(context, releaseId);
  if (found) context.realtime.emit({ workspace: found.workspaceId }, "apps.changed", { appId });
}
