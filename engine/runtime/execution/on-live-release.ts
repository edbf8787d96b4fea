import { OperationalError, UserError } from "../../errors.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { LiveApps } from "../releases/live-apps.ts";
import { NotPublished } from "./not-published.ts";
import { isVanishedName, STALE } from "./run-statement.ts";

export interface AppPlace {
  readonly appId: string;
  readonly environment: string;
}

/** More replays than this are not explained by releases that follow each other. */
const MAX_REPLAYS = 4;

/**
 * Does some work on the live release of an app. The snapshot is taken once; when a statement's guard shows that another
 * release is live, the results so far are discarded, the new snapshot is loaded and the work starts again (nothing was
 * sent, nothing outside was called).
 */
export async function onLiveRelease<Result>(
  apps: LiveApps,
  place: AppPlace,
  work: (live: LiveApp) => Promise<Result | typeof STALE>,
): Promise<Result> {
  const first = apps.get(place.appId, place.environment);
  let live = first instanceof Promise ? await first : first;
  for (let replay = 0; replay < MAX_REPLAYS; replay++) {
    if (!live) throw new NotPublished();
    try {
      const result = await work(live);
      if (result !== STALE) return result;
    } catch (error) {
      if (!(await isOutdated(apps, live, error))) throw error;
    }
    live = await apps.reload(place.appId, place.environment, live);
  }
  throw new OperationalError("The app is being published again and again.");
}

/**
 * The cause of an error of names, types or values may be an old snapshot. The same holds for a refusal without a
 * guarded statement (a route or a rule of the previous release), unless the pointer shows that the snapshot is live.
 */
async function isOutdated(apps: LiveApps, live: LiveApp, error: unknown): Promise<boolean> {
  if (!isVanishedName(error) && !(error instanceof UserError)) return false;
  return (await apps.look(live.appId, live.environment, live)) !== live;
}
