import type { FieldId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { keyOf } from "../../field-types/keys.ts";
import type { PreviewReads, PreviewRow } from "./preview-reads.ts";

/**
 * Rows that nobody has: for a page whose model is not published, or for somebody who may not see rows. Every value fits
 * its field's type and says which field it is, so that a page can be judged without data.
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
  return row;
}

const sampleUuid = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const twoDigits = (number: number): string => String((number % 28) + 1).padStart(2, "0");

function sampleValue(reader: DefinitionReader, field: FieldRecord, number: number): unknown {
  const day = `2026-03-${twoDigits(number)}`;
  switch (field.type.name) {
    case "integer":
      return number * 10;
    case "float":
      return number * 1.5;
    case "big_integer":
      return String(number * 1000);
    case "decimal":
      return `${number * 10}.50`;
    case "boolean":
      return number % 2 === 1;
    case "date":
      return day;
    case "date_time":
    case "created_at":
    case "updated_at":
      return `${day}T09:30:00Z`;
    case "time":
      return "09:30:00";
    case "duration":
      return "PT5400S";
    case "uuid":
      return sampleUuid(number);
    case "json":
      return { sample: number };
    case "email":
      return `sample${number}@example.com`;
    case "link":
      return `https://example.com/${number}`;
    case "slug":
      return `sample-${number}`;
    case "choice": {
      const choices = reader.choices(field.id);
      return choices[(number - 1) % Math.max(1, choices.length)]?.value ?? null;
    }
    case "long_text":
      return `${field.label} of sample ${number}. It goes over several words, as real ones do.\n\nAnd over two paragraphs.`;
    default:
      return `${field.label} ${number}`;
  }
}
