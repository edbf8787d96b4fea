import type { RowKey } from "#contract/http/data";
import { type Collection, isLinked, type LinkedCollection } from "#engine/definition/collections";
import type { JsonValue } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, hasDefault } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { positionWithin } from "#engine/field-types/position-scope";
import { MOST_COUNTED } from "#engine/query/grid-lists";
import { countKey } from "#engine/query/selection";
import { detailFields } from "#engine/rest/read-link-changes";
import type { GridRow } from "./grid-row.ts";

/** What a column shows of a collection: linked rows by title, or how many rows point to the row. */
export interface ColumnList {
  readonly kind: "links" | "count";
  readonly collection: Collection;
  /** Whether links are added and removed here: not where each has fields of its own that must be sent. */
  readonly canEdit: boolean;
  /** Its links are in an order by hand. */
  readonly isOrdered: boolean;
}

/** A row at the other end of a link. */
export interface LinkedRow {
  readonly id: RowKey;
  readonly title: string;
}

/**
 * The lists of a model that is live. Each has a stand-in for a field, which no record is: its label, and a type by which the
 * grid aligns and copies it.
 */
export function modelLists(live: DefinitionReader, model: ModelRecord) {
  return live.collections(model.id).map((collection): { readonly list: ColumnList; readonly field: FieldRecord } => {
    const kind = collection.kind === "reverse" ? "count" : "links";
    const canEdit = isLinked(collection) && isMadeOfItsEnds(live, collection);
    const isOrdered = isLinked(collection) && positionWithin(live, collection.via) !== undefined;
    return { list: { kind, collection, canEdit, isOrdered }, field: standIn(collection, kind) };
  });
}

/** Whether a link can be made of its two ends alone. */
const isMadeOfItsEnds = (live: DefinitionReader, collection: LinkedCollection): boolean =>
  detailFields(live, collection).every((field) => !field.required || hasDefault(field));

/** Whether its links hold both ways: rows at the other end then have the same list. */
export const isMutual = ({ collection }: Pick<ColumnList, "collection">): boolean =>
  collection.link?.model.link?.mutual === true;

/** The key of a list's value in a row's values. */
export const listName = ({ kind, collection }: ColumnList): string =>
  kind === "count" ? countKey(collection.name) : collection.name;

function standIn({ name, via, owner }: Collection, kind: ColumnList["kind"]): FieldRecord {
  const label = name.replaceAll("_", " ");
  return {
    kind: "field",
    id: `list-${via.id}` as FieldRecord["id"],
    modelId: owner.id,
    name,
    label: `${label[0]?.toUpperCase() ?? ""}${label.slice(1)}`,
    required: false,
    unique: false,
    indexed: false,
    type: { name: kind === "count" ? "integer" : "json" },
    order: "",
  };
}

/** Under which key a row's titles hold that of a linked row. No field is called so. */
export const linkTitleKey = (list: string, id: RowKey): string => `${list} ${id}`;

export const keysIn = (value: JsonValue | undefined): readonly RowKey[] =>
  Array.isArray(value) ? (value as readonly RowKey[]) : [];

export const linkedRows = (row: GridRow, name: string): readonly LinkedRow[] =>
  keysIn(row.values[name]).map((id) => ({ id, title: row.titles[linkTitleKey(name, id)] ?? String(id) }));

/** "3 reviews", or nothing of none. */
export function countText(value: JsonValue | undefined, { target }: Collection): string {
  const count = typeof value === "number" ? value : 0;
  if (count === 0) return "";
  const noun = (count === 1 ? target.label : (target.pluralLabel ?? `${target.label} rows`)).toLowerCase();
  return count > MOST_COUNTED ? `over ${MOST_COUNTED.toLocaleString("en")} ${noun}` : `${count} ${noun}`;
}

/** Where in Data the rows are that a count is about, or the one row of a one-to-one. */
export function listAddress(
  appId: string,
  row: GridRow,
  { collection: { kind, target, via, name } }: ColumnList,
): string | undefined {
  if (row.id === undefined) return undefined;
  const sheet = `/apps/${appId}/data/${target.id}`;
  if (kind === "reverse") return `${sheet}?filter=${via.id}:exact:${row.id}`;
  const [only] = keysIn(row.values[name]);
  return only === undefined ? undefined : `${sheet}?row=${only}`;
}
