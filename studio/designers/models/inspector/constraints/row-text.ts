import type { DataRow } from "#contract/http/data";
import type { DefinitionReader } from "#engine/definition/reader";
import { type ConstraintRecord, constrainedFieldIds } from "#engine/definition/records/constraint";
import { cellText } from "../../../../values/cell-text.ts";
import { shortKey } from "../../../../values/short-key.ts";

/** "#12 Blue, 1 Dec 2026 10:00": the key of a row and its values in the fields of a constraint. */
export function rowText(reader: DefinitionReader, constraint: ConstraintRecord, row: DataRow): string {
  const { timeZone, locale } = reader.definition.settings;
  const named = constrainedFieldIds(constraint).flatMap((id) => reader.field(id) ?? []);
  const fields = named.length > 0 ? named : reader.fields(constraint.modelId).slice(0, 4);
  const values = fields.map((field) => {
    const title = row.titles[field.name];
    if (title !== undefined && title !== null) return title;
    const text = cellText(row.values[field.name], field, { timeZone, locale, choices: reader.choices(field.id) });
    return text === "" ? "empty" : text;
  });
  return `${shortKey(row.id)} ${values.join(", ")}`;
}
