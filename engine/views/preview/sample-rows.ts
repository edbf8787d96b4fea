import type { FieldId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { keyOf } from "../../field-types/keys.ts";
import { choiceValues, fieldTypeIn } from "../../field-types/registry.ts";
import { sampleUuid } from "../../field-types/uuid.ts";
import { countKey } from "../../query/selection.ts";
import type { PreviewReads, PreviewRow } from "./preview-reads.ts";

/**
 * Sample rows for a page whose model is not published, or for a builder who may not see rows. Every value fits its
 * field's type and names its field, so that a page can be checked without data.
 */
export const sampleRows = (reader: DefinitionReader, reads: PreviewReads, count: number): readonly PreviewRow[] =>
  Array.from({ length: count }, (_, index) => sampleRow(reader, reads, index + 1));

function sampleRow(reader: DefinitionReader, reads: PreviewReads, number: number): PreviewRow {
  const isUuid = keyOf(reader.model(reads.modelId)).name === "uuid";
  const row: Record<string, unknown> = { id: isUuid ? sampleUuid(number) : number };
  if (reads.title) row._title = `${reader.model(reads.modelId)?.label ?? "Row"} ${number}`;
  for (const [id, child] of Object.entries(reads.fields)) {
    const field = reader.field(id as FieldId);
    if (field)
      row[id] = typeof child === "string" ? sampleValue(reader, field, number) : sampleRow(reader, child, number);
  }
  for (const [id, { rows }] of Object.entries(reads.collections ?? {})) {
    const via = reader.field(id as FieldId);
    if (rows) row[id] = via?.unique ? sampleRow(reader, rows, number) : sampleRows(reader, rows, SAMPLE_LIST);
    row[countKey(id)] = SAMPLE_LIST;
  }
  return row;
}

/** The rows of a collection in a sample. */
const SAMPLE_LIST = 2;

const sampleValue = (reader: DefinitionReader, field: FieldRecord, number: number): JsonValue | undefined =>
  fieldTypeIn(reader, field)?.sample({
    number,
    label: field.label,
    options: field.type,
    choices: choiceValues(reader, field),
  });
