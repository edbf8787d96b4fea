import type { FormFieldId, FormLinesId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { renameInTemplates } from "../../views/rename-in-templates.ts";
import type { EditOperation } from "../edit.ts";
import { update } from "./edit-command.ts";

/** Templates without the tags of fields and lines that a form no longer asks for. */
export function withoutTagsOf(
  reader: DefinitionReader,
  ids: readonly (FormFieldId | FormLinesId)[],
): readonly EditOperation[] {
  const sources = renameInTemplates(reader, { removedFormFields: new Set(ids) });
  return [...sources].map(([id, source]) => update(id, { source }));
}
