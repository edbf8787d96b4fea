import type { AppId } from "#contract/platform-ids";
import type { Place } from "#contract/socket/presence";
import { kindOfId, type ModelId, type RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { askByKind, type ByKind } from "#engine/kinds/by-kind";
import { ownersOf } from "#engine/kinds/ownership";
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
  return record && askByKind(labels, record, reader);
}

const modelLabel = ({ modelId }: { readonly modelId: ModelId }, reader: DefinitionReader): string =>
  reader.model(modelId)?.label ?? "";

const labels: ByKind<[DefinitionReader], string | undefined> = {
  model: ({ label }) => label,
  field: (field, reader) => `${modelLabel(field, reader)}.${field.name}`,
  choice: ({ fieldId }, reader) => recordLabel(reader, fieldId),
  rule: modelLabel,
  apiResource: modelLabel,
  form: ({ name }) => name,
  formLines: ({ formId }, reader) => recordLabel(reader, formId),
  formField: ({ formId }, reader) => recordLabel(reader, formId),
  flow: ({ label }) => label,
  step: ({ flowId }, reader) => recordLabel(reader, flowId),
  route: ({ path }) => path,
  template: ({ name }) => name,
  group: ({ name }) => name,
};

/** The address where they are, as near as an address can say it. */
export function placeAddress(reader: DefinitionReader, appId: AppId, place: Place): string {
  const { screen, recordId } = place;
  const record = recordId && reader.record(recordId);
  if (record && screen === "data") {
    const owners = ownersOf(record, (id) => reader.record(id));
    const modelId = [record.id, ...owners].find((id) => kindOfId(id) === "model");
    if (modelId) return `/apps/${appId}/data/${modelId}`;
  }
  if (record && screen !== "data") return placeOfRecord({ reader, appId, recordId });
  return `/apps/${appId}/${screen}`;
}
