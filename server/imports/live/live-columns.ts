import type { FieldId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { dateOrderOf } from "#engine/field-types/date-order";
import { dateTime } from "#engine/field-types/date-time";
import { type KeyType, keyOf } from "#engine/field-types/keys";
import type { DateOrder } from "#engine/field-types/loose-dates";
import { fieldTypeOf, isFilledByChanges, knownFieldTypeIn, storedFields } from "#engine/field-types/registry";
import { type Cell, isBlank, isScalar, scalarText } from "#engine/import/cells";
import { type ConvertedCell, cellConverter } from "#engine/import/convert-cell";
import type { FieldMapping, LiveMapping } from "#engine/import/live-mapping";
import { keepsChanges, keptFields } from "#engine/query/change-lines";
import type { ImportColumn, ImportList, ImportTable } from "#engine/query/import-table";
import { mutualEnds } from "#engine/query/mutual-links";
import type { ImportAnalysis } from "../../models/import.ts";
import type { LiveTarget } from "./live-target.ts";
import { noSuchRow, type RelationPlace } from "./related-rows.ts";

/** One field that the import writes, and how a cell becomes its value. */
export interface LiveColumn extends ImportColumn {
  readonly field: FieldRecord;
  /** Undefined: the same value in every row. */
  readonly source: string | undefined;
  readonly onBadValue: FieldMapping["onBadValue"];
  readonly convert: (cell: Cell) => ConvertedCell;
  readonly relation: RelationPlace | undefined;
}

type Read = Pick<ImportAnalysis, "readings" | "currentYear">;

/** The columns that are written: those with a column of the file or a value for all rows, in the model's order. */
export function liveColumns(target: LiveTarget, mapping: LiveMapping, analysis: Read): readonly LiveColumn[] {
  const { reader, model } = target;
  return storedFields(reader, model.id).flatMap((field): LiveColumn[] => {
    const entry = mapping.fields.find(({ fieldId }) => fieldId === field.id);
    if (!entry || entry.take.from === "nothing") return [];
    const { take, onBadValue } = entry;
    const source = take.from === "column" ? take.source : undefined;
    const relation =
      take.from === "column"
        ? relationPlace(reader, field, take.matchBy ?? "key")
        : relationPlace(reader, field, "key");
    const convert = converterOf(reader, {
      field,
      source,
      relation,
      analysis,
      dateOrder: entry.dateOrder,
    });
    const base = {
      fieldId: field.id,
      name: field.name,
      sqlType: knownFieldTypeIn(reader, field).sqlType(field.type),
      field,
      source,
      onBadValue,
      relation: relation?.place,
    };
    if (take.from === "column") return [{ ...base, convert }];
    const fixed = convert(take.value);
    return [{ ...base, convert: () => fixed }];
  });
}

/** A relation's rows, and what a cell says of them: a key, or the value of a field. */
interface RelationRead {
  readonly place: RelationPlace;
  readonly field: FieldRecord | KeyType;
}

export function relationPlace(
  reader: DefinitionReader,
  field: FieldRecord,
  matchBy: "key" | FieldId,
): RelationRead | undefined {
  const targetId = pointsTo(field);
  const target = targetId && reader.model(targetId);
  if (!target) return undefined;
  const by = matchBy === "key" ? undefined : reader.field(matchBy);
  const key = keyOf(target);
  const place = by
    ? { column: by.name, sqlType: knownFieldTypeIn(reader, by).sqlType(by.type), by: by.label }
    : { column: "id", sqlType: key.sqlType, by: "id" };
  return { place: { label: target.label, table: target.name, ...place }, field: by ?? key };
}

export function converterOf(
  reader: DefinitionReader,
  input: {
    field: FieldRecord;
    source: string | undefined;
    relation: RelationRead | undefined;
    analysis: Read;
    dateOrder: DateOrder | undefined;
  },
): (cell: Cell) => ConvertedCell {
  const { field, source, relation, analysis } = input;
  const isEmptyAllowed = !field.required || fieldTypeOf(field.type)?.automatic !== undefined;
  const missing: ConvertedCell = isEmptyAllowed
    ? { ok: true, value: null }
    : { ok: false, message: "is required, and this row has no value" };
  if (relation && "parse" in relation.field) return keyConverter(relation.field, missing);
  const read = relation && !("parse" in relation.field) ? relation.field : field;
  const known =
    source !== undefined && Object.hasOwn(analysis.readings, source) ? analysis.readings[source] : undefined;
  // A retired choice is judged with the row that would get it.
  const choices = reader.choices(read.id);
  const convert = cellConverter({
    // A value that the engine fills automatically is an instant, when a file has it.
    type: fieldTypeOf(read.type)?.automatic ? dateTime.initial : read.type,
    required: !isEmptyAllowed,
    choices: choices.map(({ value }) => value),
    reading: {
      decimalComma: known?.decimalComma ?? false,
      dateOrder:
        known && !known.isDateOrderOpen
          ? known.dateOrder
          : (input.dateOrder ?? dateOrderOf(reader.definition.settings.locale)),
    },
    currentYear: analysis.currentYear,
  });
  const fallback = defaultOf(field);
  const byLabel = new Map([
    ...choices.map(({ label, value }) => [label.toLowerCase(), value] as const),
    ...choices.map(({ value }) => [value.toLowerCase(), value] as const),
    ...choices.map(({ label, value }) => [label, value] as const),
    ...choices.map(({ value }) => [value, value] as const),
  ]);
  return (cell) => {
    if (isBlank(cell) && field.required && fallback !== undefined) return convert(fallback);
    // People's files say "In stock" or "IN STOCK" where the column holds in_stock.
    const text = typeof cell === "string" ? cell.trim() : undefined;
    const value = text === undefined ? undefined : (byLabel.get(text) ?? byLabel.get(text.toLowerCase()));
    const result = convert(value ?? cell);
    // A text that the field cannot have is one that no row has.
    return result.ok || !relation || isBlank(cell) ? result : { ok: false, message: noSuchRow(relation.place) };
  };
}

const defaultOf = (field: FieldRecord): Cell => (field.default === null ? undefined : field.default);

/** Ids as a file has them: `7`, `7.0` of a spreadsheet, a UUID. */
export function keyConverter(key: KeyType, missing: ConvertedCell): (cell: Cell) => ConvertedCell {
  return (cell) => {
    if (isBlank(cell)) return missing;
    if (!isScalar(cell)) return { ok: false, message: "is a list or an object" };
    const read = key.parse(
      scalarText(cell)
        .trim()
        .replace(/^(\d+)\.0+$/, "$1"),
    );
    return read.ok ? { ok: true, value: read.value as string | number } : { ok: false, message: read.message };
  };
}

/** The tables and columns that the statements of this import are about. */
export function importTable(
  target: LiveTarget,
  input: {
    readonly importId: string;
    readonly accountId: string;
    readonly mapping: LiveMapping;
    readonly columns: readonly LiveColumn[];
    readonly lists: readonly ImportList[];
  },
): ImportTable {
  const { reader, model, schemaName } = target;
  const { mapping, columns, lists } = input;
  const written = new Set(columns.map(({ name }) => name));
  const { existing } = mapping;
  const mutual = mutualEnds(reader, model);
  const assignsKeys = lists.length > 0 && mapping.key === null && existing.do === "add";
  return {
    schemaName,
    stagingName: `_import_${input.importId.replaceAll("-", "")}`,
    name: model.name,
    keySqlType: keyOf(model).sqlType,
    hasKeys: mapping.key !== null || assignsKeys,
    lists,
    ...(assignsKeys ? { assignsKeysOf: model.id } : {}),
    columns: columns.map(({ fieldId, name, sqlType }) => ({ fieldId, name, sqlType })),
    touched: reader
      .fields(model.id)
      .filter((field) => isFilledByChanges(field) && !written.has(field.name))
      .map((field) => ({ name: field.name, isEmptied: pointsTo(field) !== undefined })),
    matchBy: existing.do === "add" ? undefined : existing.matchBy === "key" ? "id" : existing.matchBy,
    ...(mutual ? { mutual } : {}),
    ...(keepsChanges(reader, model)
      ? { history: { model, fields: keptFields({ reader }, model), accountId: input.accountId } }
      : {}),
  };
}
