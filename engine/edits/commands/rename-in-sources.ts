import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { EditOperation } from "../edit.ts";

export type Rename =
  | { readonly kind: "field"; readonly fieldId: FieldId; readonly from: string; readonly to: string }
  | { readonly kind: "model"; readonly modelId: ModelId; readonly from: string; readonly to: string };

/**
 * The edits that keep expressions and templates pointing at what was renamed: the one place where a rename reaches
 * sources. A source that cannot be parsed is left as it is: engine/checks reports it either way.
 */
export function renameInSources(_reader: DefinitionReader, _rename: Rename): readonly EditOperation[] {
  return [];
}
