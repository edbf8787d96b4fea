import { makeRecordId, type RandomBytes } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import type { EditOperation } from "../edit.ts";
import { setAccess } from "./access.ts";
import { create } from "./edit-command.ts";
import { pagesOf } from "./model-pages.ts";

/**
 * What makes a new model usable at once, whether it is drawn or imported: a list page, a page for each row, and a REST
 * resource. Those may read it for whom the app is; without an answer to that, only builders.
 */
export function pagesAndApi(
  reader: DefinitionReader,
  model: Pick<ModelRecord, "id" | "name" | "label" | "pluralLabel" | "key">,
  random: RandomBytes,
): readonly EditOperation[] {
  const audience = reader.definition.settings.audience ?? "builders";
  return [
    ...setAccess(reader, { modelId: model.id, action: "read", audience }, random).operations,
    create({ kind: "apiResource", id: makeRecordId("apiResource", random), modelId: model.id }),
    ...pagesOf(reader, model, { pages: ["list", "detail"] }, random).operations,
  ];
}
