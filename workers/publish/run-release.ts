import type { ReleaseId } from "#contract/platform-ids";
import type { ServerContext } from "#server/context";

/** Runs a queued release to live or to failed. */
export async function runRelease(context: ServerContext, releaseId: ReleaseId): Promise<void> {
  context.log.info({ releaseId }, "release");
}
