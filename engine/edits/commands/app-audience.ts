import type { AppAudience } from "../../definition/app-definition.ts";
import type { RandomBytes } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { SETTINGS_ID } from "../edit.ts";
import { audienceOfAction, setAccess } from "./access.ts";
import { type EditCommand, update } from "./edit-command.ts";

/** Who the app is for as far as is known: without an answer, its builders. */
export const audienceOfApp = (reader: DefinitionReader): AppAudience =>
  reader.definition.settings.audience ?? "builders";

/** Models that are read by others than the app is for: what somebody chose for one model alone. */
export const modelsWithAnException = (reader: DefinitionReader): readonly ModelRecord[] =>
  reader.models.filter((model) => audienceOfAction(reader, model.id, "read") !== audienceOfApp(reader));

/**
 * The answer to "Who is this for?". Models that followed the earlier answer follow this one; exceptions stay. Only
 * reading follows: who may write is always said of a model itself.
 */
export function setAppAudience(reader: DefinitionReader, audience: AppAudience, random: RandomBytes): EditCommand {
  const exceptions = new Set(modelsWithAnException(reader).map(({ id }) => id));
  const following = reader.models.filter(({ id }) => !exceptions.has(id));
  return {
    label: "Say who the app is for",
    operations: [
      ...(reader.definition.settings.audience === audience ? [] : [update(SETTINGS_ID, { audience })]),
      ...following.flatMap(({ id }) => setAccess(reader, { modelId: id, action: "read", audience }, random).operations),
    ],
  };
}
