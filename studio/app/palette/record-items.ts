import { IconFileCode, IconForms, IconRoute, IconSchema, IconTable } from "@tabler/icons-react";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { DefinitionReader } from "#engine/definition/reader";
import { askByKind, type ByKind } from "#engine/kinds/by-kind";
import { recordKinds } from "#engine/kinds/facts-of";
import { readablePath } from "#engine/routing/readable-path";
import { labelsOfView } from "#engine/view-types/registry";
import { editorOf } from "../../field-editors/field-editors.ts";
import { placeOfRecord } from "../../navigation/record-address.ts";
import type { PaletteItem } from "./palette-search.ts";

type Entry = Pick<PaletteItem, "group" | "label" | "of" | "words" | "icon">;

/** How the palette shows a record. Kinds that are not listed are reached through the record that they belong to. */
const entries: ByKind<[DefinitionReader], Entry | undefined> = {
  model: ({ name, label, pluralLabel }) => ({
    group: "Models",
    label,
    words: `${name} ${pluralLabel ?? ""}`,
    icon: IconTable,
  }),
  field: ({ name, label, modelId, type }, reader) => {
    const model = reader.model(modelId);
    return model && { group: "Fields", label, of: model.label, words: name, icon: editorOf(type).icon };
  },
  route: ({ name, label, path, view }, reader) => ({
    group: "Routes",
    label: labelsOfView(reader, view).title,
    of: readablePath(path),
    words: `${name} ${label} ${path}`,
    icon: IconRoute,
  }),
  flow: ({ name, label }) => ({ group: "Flows", label, words: name, icon: IconSchema }),
  form: ({ name, label }) => ({ group: "Forms", label, words: name, icon: IconForms }),
  template: ({ name }) => ({ group: "Pages", label: name, icon: IconFileCode }),
};

/** The app's records as the palette finds them; each goes to its place. */
export function recordItems(input: {
  readonly reader: DefinitionReader;
  readonly appId: AppId;
  readonly go: (to: string) => () => void;
}): readonly PaletteItem[] {
  const { reader, appId, go } = input;
  const records = recordKinds().flatMap((kind): readonly DefinitionRecord[] => reader.ofKind(kind));
  return records.flatMap((record): PaletteItem[] => {
    const entry = askByKind(entries, record, reader);
    const to = placeOfRecord({ reader, appId, recordId: record.id });
    return entry ? [{ id: record.id, ...entry, run: go(to) }] : [];
  });
}
