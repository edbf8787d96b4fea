import type { FieldId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, hasColumn, isPosition, pointsTo } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { DateOrder } from "../field-types/loose-dates.ts";
import { fieldTypeOf, storedFields } from "../field-types/registry.ts";
import { headerUnit } from "./header-unit.ts";

/**
 * How a file's columns fill the fields of a model that is already live. Fields are named by id, so a mapping survives a
 * release that only renames; what it says is judged against the release that the rows are written to.
 */
export interface LiveMapping {
  readonly fields: readonly FieldMapping[];
  /** The column that holds the rows' ids; null when each new row gets one. */
  readonly key: string | null;
  readonly existing: ExistingRows;
  /** Rows with more cells than the header, where no field takes them. To stop, unless said. */
  readonly onExtraCells?: FieldMapping["onBadValue"] | undefined;
}

export interface FieldMapping {
  readonly fieldId: FieldId;
  readonly take: Take;
  readonly onBadValue: "refuse" | "blank" | "skip_row";
  /** How its dates are read that would be dates in both orders; as the app's language writes them, unless said. */
  readonly dateOrder?: DateOrder | undefined;
}

export type Take =
  /** A relation finds its row by id, or by a unique field of the model that it points to. */
  | { readonly from: "column"; readonly source: string; readonly matchBy?: "key" | FieldId | undefined }
  /** The same value in every row, as it would be typed. */
  | { readonly from: "fixed"; readonly value: string }
  /** The field's default, or empty. */
  | { readonly from: "nothing" };

/** Rows that the model has already: every row of the file is a new one, or one with an equal value is changed. */
export type ExistingRows = { readonly do: "add" } | { readonly do: "update"; readonly matchBy: "key" | FieldId };

export interface MappingProblem {
  /** Undefined: of the mapping as a whole. */
  readonly fieldId?: FieldId;
  readonly message: string;
}

export interface FileColumn {
  readonly source: string;
  readonly samples: readonly string[];
}

/** Types that identify rows and that a file can contain: a relation's row may be found, and rows matched, by them. */
export const isMatchable = (field: FieldRecord): boolean =>
  field.unique && fieldTypeOf(field.type)?.can.identify === true;

/** The fields of a relation's target that its rows can be found by. */
export function matchableFields(reader: DefinitionReader, relation: FieldRecord): readonly FieldRecord[] {
  const target = reader.model(relation.type.targetModelId as ModelRecord["id"]);
  return target ? reader.fields(target.id).filter(isMatchable) : [];
}

/** Pairs columns with fields by their names, the surest first. What no column fits is left to its default. */
export function proposeMapping(
  reader: DefinitionReader,
  model: ModelRecord,
  columns: readonly FileColumn[],
): LiveMapping {
  const fields = storedFields(reader, model.id).filter((field) => !isPosition(field));
  const key = columns.find(({ source }) => isKeyName(source, model))?.source ?? null;
  const pairs = fields
    .flatMap((field) =>
      columns
        .filter(({ source }) => source !== key)
        .map((column) => ({ field, column, score: similarity(column.source, field) })),
    )
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const bySource = new Set<string>();
  const byField = new Map<FieldId, FileColumn>();
  for (const { field, column } of pairs) {
    if (bySource.has(column.source) || byField.has(field.id)) continue;
    bySource.add(column.source);
    byField.set(field.id, column);
  }
  return {
    key,
    existing: { do: "add" },
    fields: fields.map((field): FieldMapping => {
      const column = byField.get(field.id);
      if (!column) return { fieldId: field.id, take: { from: "nothing" }, onBadValue: "refuse" };
      const matchBy = pointsTo(field) !== undefined ? proposedMatch(reader, field, column) : undefined;
      const take: Take = { from: "column", source: column.source, ...(matchBy === undefined ? {} : { matchBy }) };
      return { fieldId: field.id, take, onBadValue: "refuse" };
    }),
  };
}

/** By id when the samples look like ids, else by the first unique field. */
function proposedMatch(reader: DefinitionReader, field: FieldRecord, column: FileColumn): "key" | FieldId {
  const [first] = matchableFields(reader, field);
  const looksLikeIds = column.samples.every((sample) =>
    /^\s*(?:\d{1,16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/i.test(sample),
  );
  return first && !looksLikeIds ? first.id : "key";
}

/** `Précio (€)` and `precio` are the same name. */
export const plainName = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const isKeyName = (source: string, model: ModelRecord): boolean => {
  const name = plainName(source);
  return (
    name === "id" || name === "pk" || name === `${plainName(model.name)}id` || name === `${plainName(model.label)}id`
  );
};

function similarity(source: string, field: FieldRecord): number {
  const given = plainName(source);
  if (given === "") return 0;
  const bare = plainName(headerUnit(source)?.label ?? "");
  const likenessOf = (name: string): number =>
    // A column without a unit is the surer one.
    Math.max(likeness(given, name, field), bare === "" ? 0 : likeness(bare, name, field) - 0.1);
  return Math.max(...[field.name, field.label].map((name) => likenessOf(plainName(name))));
}

function likeness(given: string, name: string, field: FieldRecord): number {
  if (name === "") return 0;
  if (given === name) return 4;
  if (pointsTo(field) !== undefined && (given === `${name}id` || given === `${name}name`)) return 3.5;
  if (given === `${name}s` || name === `${given}s`) return 3;
  const [short, long] = given.length < name.length ? [given, name] : [name, given];
  // "Unit price" for "Price": a whole word at an end, and no accident of three letters.
  if (short.length >= 4 && (long.startsWith(short) || long.endsWith(short))) return 1 + short.length / long.length;
  const distance = short.length >= 4 && long.length <= 60 ? editDistance(short, long) : long.length;
  return distance / long.length <= 0.2 ? 1 : 0;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** What the mapping cannot be, whatever the rows: one sentence each, on the field that it is about. */
export function mappingProblems(
  reader: DefinitionReader,
  model: ModelRecord,
  input: { readonly mapping: LiveMapping; readonly sources: readonly string[] },
): readonly MappingProblem[] {
  const { mapping } = input;
  const sources = new Set(input.sources);
  const problems: MappingProblem[] = [];
  const seen = new Set<FieldId>();
  for (const entry of mapping.fields) {
    const field = reader.field(entry.fieldId);
    const message =
      field?.modelId !== model.id || !hasColumn(field) || isPosition(field)
        ? "A field of the mapping is not live any more. Choose the columns again."
        : seen.has(field.id)
          ? `${field.label} is mapped twice.`
          : takeProblem(reader, { field, entry, sources });
    seen.add(entry.fieldId);
    if (message !== undefined) problems.push({ fieldId: entry.fieldId, message });
  }
  for (const field of reader.fields(model.id)) {
    if (!seen.has(field.id) && needsValue(field)) problems.push({ fieldId: field.id, message: missing(field) });
  }
  if (mapping.key !== null && !sources.has(mapping.key))
    problems.push({ message: "The file has no such column for the ids." });
  if (mapping.fields.every(({ take }) => take.from !== "column") && mapping.key === null)
    problems.push({ message: "Choose a column for at least one field." });
  if (model.link?.mutual && mapping.existing.do !== "add")
    problems.push({
      message: "These links hold both ways: an import can add them, and not change those that are there.",
    });
  const existing = existingProblem(reader, mapping);
  if (existing !== undefined) problems.push({ message: existing });
  return problems;
}

const needsValue = (field: FieldRecord): boolean =>
  field.required && field.default === undefined && fieldTypeOf(field.type)?.automatic === undefined;

const missing = (field: FieldRecord): string =>
  `${field.label} is required and has no default: choose a column or give a value for all rows.`;

function takeProblem(
  reader: DefinitionReader,
  { field, entry, sources }: { field: FieldRecord; entry: FieldMapping; sources: ReadonlySet<string> },
): string | undefined {
  const { take } = entry;
  switch (take.from) {
    case "nothing":
      return needsValue(field) ? missing(field) : undefined;
    case "fixed":
      if (field.unique) return `${field.label} is unique, so it cannot have one value for all rows.`;
      if (fieldTypeOf(field.type)?.automatic) return `${field.label} is filled in automatically, or from a column.`;
      return take.value.trim() === "" ? `Give the value of ${field.label} for all rows.` : undefined;
    case "column":
      if (!sources.has(take.source)) return `The file has no column “${take.source.slice(0, 80)}”.`;
      if (entry.onBadValue === "blank" && field.required)
        return `${field.label} is required, so it cannot be left empty. Skip such rows, or stop.`;
      if (pointsTo(field) === undefined || take.matchBy === undefined || take.matchBy === "key") return undefined;
      return matchableFields(reader, field).some(({ id }) => id === take.matchBy)
        ? undefined
        : `${field.label} cannot be found by that field: it must be unique and short.`;
  }
}

function existingProblem(reader: DefinitionReader, { existing, key, fields }: LiveMapping): string | undefined {
  if (existing.do === "add") return undefined;
  if (existing.matchBy === "key")
    return key === null ? "To match rows by id, choose the column of the ids." : undefined;
  const field = reader.field(existing.matchBy);
  const entry = fields.find(({ fieldId }) => fieldId === existing.matchBy);
  if (!field || !isMatchable(field)) return "Rows can only be matched by a field that is unique and short.";
  return entry?.take.from === "column" ? undefined : `To match rows by ${field.label}, choose its column.`;
}
