import { Op, QueryTypes, type Transaction } from "sequelize";
import type { AppId, ReleaseId } from "#contract/platform-ids";
import type { ServerContext } from "../context.ts";
import { Release, type ReleaseState } from "../models/release.ts";

/**
 * Every change of a release's state. A release is made `queued` (queue-release.ts), and then:
 *
 *   queued ──► preparing ──► switching ──► live ──► superseded
 *     │            │             ├───────► superseded    a later one was live by then
 *     │            │             ▼
 *     └────────────┴─────────► failed                    cancelled only before it switches
 *
 * Each move is conditional on the state that it leaves: of a worker and a person who cancels, one moves the row.
 */
const UNDER_WAY: readonly ReleaseState[] = ["queued", "preparing", "switching"];
const BEFORE_SWITCH: readonly ReleaseState[] = ["queued", "preparing"];

const isOneOf = (states: readonly ReleaseState[]) => ({ [Op.in]: [...states] });

/** One step on for a release that is under way; one that has ended stays as it ended, and false says so. */
export async function moveRelease(
  releaseId: ReleaseId,
  change: { readonly state: ReleaseState; readonly progress: string },
): Promise<boolean> {
  const [moved] = await Release.update(change, { where: { id: String(releaseId), state: isOneOf(UNDER_WAY) } });
  return moved > 0;
}

/** Under way → failed. */
export async function failRelease(releaseId: ReleaseId, failure: string): Promise<void> {
  await Release.update(
    { state: "failed", failure, progress: null },
    { where: { id: String(releaseId), state: isOneOf(UNDER_WAY) } },
  );
}

const cancelled = (failure: string) => ({ state: "failed" as const, progress: null, failure });

/** Before the switch → failed; false when it was too late. */
export async function cancelBeforeSwitch(id: string, failure: string, transaction: Transaction): Promise<boolean> {
  const [changed] = await Release.update(cancelled(failure), {
    where: { id, state: isOneOf(BEFORE_SWITCH) },
    transaction,
  });
  return changed > 0;
}

/** The same of all releases of an app; gives those that were cancelled. */
export async function cancelReleasesOf(
  appId: AppId,
  failure: string,
  transaction: Transaction,
): Promise<readonly Release[]> {
  const [, changed] = await Release.update(cancelled(failure), {
    where: { appId, state: isOneOf(BEFORE_SWITCH) },
    transaction,
    returning: true,
  });
  return changed;
}

/** Under way → live, or superseded when a later one is live already; what was live before it → superseded. */
export async function goLive(
  input: {
    readonly releaseId: ReleaseId;
    readonly appId: AppId;
    readonly environment: string;
    readonly liveAt: Date;
    readonly supersededAlready: boolean;
  },
  transaction: Transaction,
): Promise<void> {
  const { releaseId, appId, environment, liveAt } = input;
  const state: ReleaseState = input.supersededAlready ? "superseded" : "live";
  await Release.update(
    { state, liveAt, progress: null, failure: null },
    { where: { id: String(releaseId), state: isOneOf(UNDER_WAY) }, transaction },
  );
  await Release.update(
    { state: "superseded" },
    { where: { appId, environment, state: "live", id: { [Op.lt]: String(releaseId) } }, transaction },
  );
}

/** For another job of a release whose job is lost. The attempt is in the condition: of two sweepers one wins. */
export async function raiseReleaseAttempt(
  { sequelize }: Pick<ServerContext, "sequelize">,
  { id, attempt }: { readonly id: string; readonly attempt: number },
  transaction: Transaction,
): Promise<number | undefined> {
  const [raised] = await sequelize.query<{ attempt: number }>(
    `UPDATE platform.releases SET attempt = attempt + 1, updated_at = now()
      WHERE id = $1 AND attempt = $2 AND state IN ('queued', 'preparing', 'switching') RETURNING attempt`,
    { bind: [id, attempt], type: QueryTypes.SELECT, transaction },
  );
  return raised?.attempt;
}
