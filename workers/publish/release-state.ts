import type { AppId, ReleaseId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { findReleaseToTell } from "#server/commands/releases/find-releases";
import type { ServerContext } from "#server/context";
import type { ReleaseState } from "#server/models/release";
import { StagedTable } from "#server/models/staged-table";
import { failRelease, goLive, moveRelease } from "#server/releases/release-states";

export async function tell(context: ServerContext, releaseId: ReleaseId): Promise<void> {
  const found = await findReleaseToTell(context, releaseId);
  if (found) context.realtime.emit({ workspace: found.workspaceId }, "release.progressed", found.release);
}

/** Changes the state of a running release. Returns false for a release that has ended, whose state stays unchanged. */
export async function progress(
  context: ServerContext,
  releaseId: ReleaseId,
  change: { readonly state: ReleaseState; readonly progress: string },
): Promise<boolean> {
  const hasMoved = await moveRelease(releaseId, change);
  await tell(context, releaseId);
  return hasMoved;
}

export async function markFailed(context: ServerContext, releaseId: ReleaseId, failure: string): Promise<void> {
  await failRelease(releaseId, failure);
  await tell(context, releaseId);
}

/**
 * Updates the rows from what the app database has committed: this release is live (or was, if a later one is live by now),
 * earlier ones are superseded, and the imports that it took over no longer wait. It may run any number of times.
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
  const { releaseId, appId } = input;
  await context.sequelize.transaction(async (transaction) => {
    await goLive(input, transaction);
    await StagedTable.destroy({ where: { appId, modelId: [...input.models] }, transaction });
  });
  await tell(context, releaseId);
  const found = await findReleaseToTell(context, releaseId);
  if (found) context.realtime.emit({ workspace: found.workspaceId }, "apps.changed", { appId });
}
