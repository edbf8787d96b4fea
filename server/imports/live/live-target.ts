import { LIVE } from "#contract/environments";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { App } from "../../models/app.ts";

/** The model that rows are imported into, as it is live this moment. */
export interface LiveTarget {
  readonly appId: AppId;
  readonly releaseId: number;
  readonly schemaName: string;
  readonly reader: DefinitionReader;
  readonly model: ModelRecord;
  readonly timeZone: string;
}

/** Another release went live after the target was read: all work is discarded and repeated. */
export class ReleaseMoved extends Error {
  override readonly name = "ReleaseMoved";
}

const MAX_REPLAYS = 4;

/** Reads the live pointer, whatever this process knew. */
export async function findLiveTarget(
  context: ServerContext,
  place: { readonly appId: AppId; readonly modelId: string },
): Promise<LiveTarget> {
  const { apps } = context.engine;
  const known = await apps.get(place.appId, LIVE);
  const live = known && (await apps.look(place.appId, LIVE, known));
  const reader = live?.snapshot.reader;
  const model = reader?.model(place.modelId as ModelId);
  if (!live || !reader || !model) {
    const app = await App.findByPk(place.appId, { attributes: ["deletedAt"] });
    throw new UserError("not_found", app?.deletedAt ? "The app was deleted." : "This model is not published yet.");
  }
  return {
    appId: place.appId,
    releaseId: Number(live.release),
    schemaName: live.snapshot.identity.schemaName,
    reader,
    model,
    timeZone: reader.definition.settings.timeZone,
  };
}

/** Does some work on the live model; once more, when a release went live meanwhile. */
export async function onLiveTarget<Result>(
  context: ServerContext,
  place: { readonly appId: AppId; readonly modelId: string },
  work: (target: LiveTarget) => Promise<Result>,
): Promise<Result> {
  for (let replay = 1; ; replay++) {
    const target = await findLiveTarget(context, place);
    try {
      return await work(target);
    } catch (error) {
      if (!(error instanceof ReleaseMoved)) throw error;
      if (replay === MAX_REPLAYS)
        throw new UserError("conflict", "The app is being published again and again. Try the import when it rests.");
    }
  }
}
