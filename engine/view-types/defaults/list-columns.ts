import type { DefinitionReader } from "../../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { listedValues } from "../../field-types/registry.ts";
import { type DisplayContext, fieldDisplay } from "./field-display.ts";

/** Besides the title. */
const MAX_COLUMNS = 5;
const MAX_NUMBERS = 3;
/** The columns that numbers keep where there are more fields than columns. */
const KEPT_FROM_TEXTS = 2;
const KEPT_FROM_OTHERS = 1;

/**
 * The fields that the default list shows beside the title: choices, dates, relations, other texts, then at most three
 * numbers, since a row of numbers without words tells a visitor little. Fields of one kind are in the builder's order,
 * required ones first: the others may be empty in most rows. Long texts are left to the page of one row.
 */
export function listColumns(
  reader: DefinitionReader,
  model: ModelRecord,
  { title, links }: DisplayContext & { readonly title: FieldRecord | undefined },
): readonly FieldRecord[] {
  const byKind = new Map<Kind, FieldRecord[]>(KINDS.map((kind) => [kind, []]));
  for (const field of reader.fields(model.id)) {
    if (field === title) continue;
    const display = fieldDisplay(field, model.name, { links });
    if (display.isKeptOutOfLists) continue;
    byKind.get(kindOf(reader, field, display.className))?.push(field);
  }
  const ordered = (kind: Kind): readonly FieldRecord[] => {
    const fields = byKind.get(kind) ?? [];
    return [...fields.filter(({ required }) => required), ...fields.filter(({ required }) => !required)];
  };
  const numbers = ordered("number").slice(0, MAX_NUMBERS);
  const first = [...ordered("choice"), ...ordered("date"), ...ordered("relation")];
  const shown = first.slice(0, MAX_COLUMNS - Math.min(numbers.length, KEPT_FROM_OTHERS));
  const left = MAX_COLUMNS - shown.length;
  const texts = ordered("text").slice(0, Math.max(0, left - Math.min(numbers.length, KEPT_FROM_TEXTS)));
  return [...shown, ...texts, ...numbers.slice(0, left - texts.length)];
}

const KINDS = ["choice", "date", "relation", "text", "number"] as const;
type Kind = (typeof KINDS)[number];

function kindOf(reader: DefinitionReader, field: FieldRecord, className: string | undefined): Kind {
  if ((listedValues(field, reader.choices(field.id)) ?? []).length > 0) return "choice";
  if (pointsTo(field) !== undefined) return "relation";
  return className === "date" || className === "number" ? className : "text";
}
