import type { AppId } from "#contract/platform-ids";
import type { Place } from "#contract/socket/presence";
import { assertNever } from "#engine/assert-never";
import type { RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { places } from "../navigation/nav.ts";
import { placeOfRecord } from "../navigation/record-address.ts";

/** Where somebody is, in words of one's own draft: "Models, Book.price". An id that is not in it says the screen alone. */
export function placeLabel(reader: DefinitionReader, place: Place): string {
  const screen = places.find(({ path }) => path === place.screen)?.label ?? "";
  const what = recordLabel(reader, place.recordId);
  return what === undefined ? screen : `${screen}, ${what}`;
}

function recordLabel(reader: DefinitionReader, id: RecordId | undefined): string | undefined {
  const record = id && reader.record(id);
  if (!record) return undefined;
  switch (record.kind) {
    case "field":
      return `${reader.model(record.modelId)?.label ?? ""}.${record.name}`;
    case "model":
      return record.label;
    case "route":
      return record.path;
    case "template":
    case "group":
      return record.name;
    case "choice":
    case "rule":
    case "apiResource":
      return undefined;
    default:
      return assertNever(record);
  }
}

/** The address where they are, as near as an address can say it. */
export function placeAddress(reader: DefinitionReader, appId: AppId, place: Place): string {
  const { screen, recordId } = place;
  const record = recordId && reader.record(recordId);
  if (record && screen === "data") {
    const modelId = record.kind === "model" ? record.id : record.kind === "field" ? record.modelId : undefined;
    if (modelId) return `/apps/${appId}/data/${modelId}`;
  }
  if (record && screen !== "data") return placeOfRecord({ reader, appId, recordId });
  return `/apps/${appId}/${screen}`;
}
