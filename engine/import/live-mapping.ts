import type { LinkedCollection } from "../definition/collections.ts";
import type { FieldId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, hasColumn, isPosition, pointsTo } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { splitItems } from "../field-types/list-text.ts";
import type { DateOrder } from "../field-types/loose-dates.ts";
import { fieldTypeOf, firstTitleField, storedFields } from "../field-types/registry.ts";
import { listLabel } from "../forms/linked-lists.ts";
import { headerUnit } from "./header-unit.ts";
import { importedLists } from "./imported-lists.ts";

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
  /** A field of the model; or, of a list of linked rows, the relation that each of its links has to the model. */
  readonly fieldId: FieldId;
  readonly take: Take;
  readonly onBadValue: "refuse" | "blank" | "skip_row";
  /** How its dates are read that would be dates in both orders; as the app's language writes them, unless said. */
  readonly dateOrder?: DateOrder | undefined;
}

export type Take =
  /** A relation finds its row by id, by a unique field of the model that it points to, or by its title. So does a list. */
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

/** The fields of a relation's target that its rows can be found by: what is unique, and the title, which may not be. */
export function matchableFields(reader: DefinitionReader, relation: FieldRecord): readonly FieldRecord[] {
  const target = reader.model(relation.type.targetModelId as ModelRecord["id"]);
  if (!target) return [];
  const fields = reader.fields(target.id);
  const title = target.titleTemplate === undefined ? firstTitleField(fields) : undefined;
  const unique = fields.filter(isMatchable);
  const isTitleToo = title && !unique.includes(title) && fieldTypeOf(title.type)?.can.identify === true;
  return isTitleToo ? [...unique, title] : unique;
}

/** What a column can fill: a field of the model, or one of its lists of linked rows. */
interface Fillable {
  readonly id: FieldId;
  readonly name: string;
  readonly label: string;
  /** What points to the rows that the values name. */
  readonly relation: FieldRecord | undefined;
  readonly isList: boolean;
}

const fillableField = (field: FieldRecord): Fillable => {
  const { id, name, label } = field;
  return { id, name, label, relation: pointsTo(field) === undefined ? undefined : field, isList: false };
};

const fillableList = (list: LinkedCollection): Fillable => {
  const { name, via, link } = list;
  return { id: via.id, name, label: listLabel(list), relation: link.far, isList: true };
};

/** Pairs columns with fields by their names, the surest first. What no column fits is left to its default. */
export function proposeMapping(
  reader: DefinitionReader,
  model: ModelRecord,
  columns: readonly FileColumn[],
): LiveMapping {
  const fields = [
    ...storedFields(reader, model.id)
      .filter((field) => !isPosition(field))
      .map(fillableField),
    ...importedLists(reader, model.id).map(fillableList),
  ];
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
      const matchBy = field.relation && proposedMatch(reader, field.relation, itemsOf(field, column));
      const take: Take = { from: "column", source: column.source, ...(matchBy === undefined ? {} : { matchBy }) };
      return { fieldId: field.id, take, onBadValue: "refuse" };
    }),
  };
}

const itemsOf = ({ isList }: Fillable, { samples }: FileColumn): readonly string[] =>
  isList ? samples.flatMap((sample) => splitLinks(sample) ?? [sample]) : samples;

/** The items of a cell that names linked rows: as those of a list, and a pipe may separate them. */
export const splitLinks = (text: string): readonly string[] | undefined => splitItems(text, ["\n", ";", "|", ","]);

/** By id when the samples look like ids, else by the first unique field, else by the title. */
function proposedMatch(reader: DefinitionReader, relation: FieldRecord, samples: readonly string[]): "key" | FieldId {
  const [first] = matchableFields(reader, relation);
  const looksLikeIds = samples.every((sample) =>
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

function similarity(source: string, field: Fillable): number {
  const given = plainName(source);
  if (given === "") return 0;
  const bare = plainName(headerUnit(source)?.label ?? "");
  const likenessOf = (name: string): number =>
    // A column without a unit is the surer one.
    Math.max(likeness(given, name, field), bare === "" ? 0 : likeness(bare, name, field) - 0.1);
  return Math.max(...[field.name, field.label].map((name) => likenessOf(plainName(name))));
}

function likeness(given: string, name: string, field: Fillable): number {
  if (name === "") return 0;
  if (given === name) return 4;
  if (field.relation && (given === `${name}id` || given === `${name}name`)) return 3.5;
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
  const lists = importedLists(reader, model.id);
  for (const entry of mapping.fields) {
    const list = lists.find(({ via }) => via.id === entry.fieldId);
    const message = seen.has(entry.fieldId)
      ? `${list ? listLabel(list) : reader.field(entry.fieldId)?.label} is mapped twice.`
      : list
        ? listProblem(reader, { list, entry, sources })
        : fieldProblem(reader, { model, entry, sources });
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

interface Entered {
  readonly entry: FieldMapping;
  readonly sources: ReadonlySet<string>;
}

function fieldProblem(
  reader: DefinitionReader,
  { model, entry, sources }: Entered & { readonly model: ModelRecord },
): string | undefined {
  const field = reader.field(entry.fieldId);
  if (field?.modelId !== model.id || !hasColumn(field) || isPosition(field))
    return "A field of the mapping is not live any more. Choose the columns again.";
  return takeProblem(reader, { field, entry, sources });
}

function listProblem(
  reader: DefinitionReader,
  { list, entry, sources }: Entered & { readonly list: LinkedCollection },
): string | undefined {
  const { take } = entry;
  const label = listLabel(list);
  switch (take.from) {
    case "nothing":
      return undefined;
    case "fixed":
      return take.value.trim() === "" ? `Give the value of ${label} for all rows.` : undefined;
    case "column":
      return sources.has(take.source)
        ? matchProblem(reader, { relation: list.link.far, label, matchBy: take.matchBy })
        : noSuchColumn(take.source);
  }
}

const noSuchColumn = (source: string): string => `The file has no column “${source.slice(0, 80)}”.`;

function matchProblem(
  reader: DefinitionReader,
  input: { readonly relation: FieldRecord; readonly label: string; readonly matchBy: "key" | FieldId | undefined },
): string | undefined {
  const { relation, label, matchBy = "key" } = input;
  if (matchBy === "key" || matchableFields(reader, relation).some(({ id }) => id === matchBy)) return undefined;
  return `${label} cannot be found by that field: it must be unique and short, or be the title.`;
}

function takeProblem(
  reader: DefinitionReader,
  { field, entry, sources }: Entered & { readonly field: FieldRecord },
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
      if (!sources.has(take.source)) return noSuchColumn(take.source);
      if (entry.onBadValue === "blank" && field.required)
        return `${field.label} is required, so it cannot be left empty. Skip such rows, or stop.`;
      return pointsTo(field) === undefined
        ? undefined
        : matchProblem(reader, { relation: field, label: field.label, matchBy: take.matchBy });
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
