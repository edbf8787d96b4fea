import type { JsonValue } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { fieldTypeOf } from "#engine/field-types/registry";
import { titleField } from "#engine/view-types/defaults/generate-list-template";
import { readCell } from "../../values/cell-text.ts";

/**
 * The values of a new row that is called `text`; undefined where a title alone does not make a row: the title is made of
 * several fields, or another field needs a value.
 */
export function newTargetValues(
  live: DefinitionReader,
  model: ModelRecord,
  text: string,
): Readonly<Record<string, JsonValue>> | undefined {
  const title = titleField(live, model);
  if (!title || text.trim() === "") return undefined;
  const needsMore = live
    .fields(model.id)
    .some(
      (field) =>
        field.id !== title.id && field.required && field.default === undefined && !fieldTypeOf(field.type)?.automatic,
    );
  if (needsMore) return undefined;
  const { timeZone, locale } = live.definition.settings;
  const read = readCell(text.trim(), title, { timeZone, locale, choices: [] });
  return read.ok ? { [title.name]: read.value } : undefined;
}
