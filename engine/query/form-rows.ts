import type { Collection, LinkedCollection } from "../definition/collections.ts";
import type { JsonValue } from "../definition/json.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { Aliases } from "../sql/aliases.ts";
import { identifier, type Sql, sql } from "../sql/sql.ts";
import { boundedJson } from "./answer-size.ts";
import { removalRows } from "./compile-delete-preview.ts";
import type { ExtraRows } from "./guard.ts";
import { type OptionRows, optionRows } from "./option-rows.ts";
import { columnOf, type QueryScope, tableOf } from "./query-scope.ts";
import { rowJson } from "./row-json.ts";
import { jsonColumns, type Selection } from "./selection.ts";

/** What the forms of a page read: extras of the page's statement. */
export interface FormReads {
  /** The rows that their relations and lists may be set to. */
  readonly options: readonly OptionRows[];
  /** The model of the page's own row, where a form changes or deletes it. */
  readonly row: ModelRecord | undefined;
  /** The lists of that row that they show. */
  readonly lists: readonly LinkedCollection[];
  /** The rows that belong to it, with the fields that they show. */
  readonly owned: readonly OwnedSelection[];
  /** What a delete of that row would take with it. */
  readonly withRemoval: boolean;
}

export const NO_FORM_READS: FormReads = { options: [], row: undefined, lists: [], owned: [], withRemoval: false };

/** `key` is the key of the page's own row. Their order is that of `formColumns`. */
export function formRows(
  scope: QueryScope,
  { options, row, lists, owned, withRemoval }: FormReads,
  key: () => Sql,
): ExtraRows[] {
  return [
    ...(options.length === 0 ? [] : [optionRows(scope, options, key)]),
    ...(row ? [wholeRow(scope, { model: row, lists, owned, key: key() })] : []),
    ...(row && withRemoval ? [removalRows(scope, row, key())] : []),
  ];
}

/** The columns of `formRows`, after those of the page's queries. */
export function formColumns({ options, row, withRemoval }: FormReads, columns: readonly (string | null)[]) {
  let next = 0;
  const take = (isRead: boolean): string => (isRead ? columns[next++] : undefined) ?? "[]";
  return {
    options: take(options.length > 0),
    row: take(row !== undefined),
    removal: take(row !== undefined && withRemoval),
  };
}

/** An item of `wholeRow`, which has one where there is such a row. */
export interface WholeRow {
  readonly version: number;
  /** As the API shows the row; null when it is larger than an answer may be. */
  readonly values: Readonly<Record<string, JsonValue>> | null;
}

/** The page's own row with all its fields. The page's statement has judged whether the caller may read it. */
function wholeRow(
  scope: QueryScope,
  { model, key, ...of }: Pick<FormReads, "lists" | "owned"> & { readonly model: ModelRecord; readonly key: Sql },
): ExtraRows {
  const aliases = new Aliases();
  const selection = wholeSelection(scope, model, of);
  const json = rowJson(scope, { selection, row: "_r", columns: "_j", aliases });
  const values = boundedJson(scope, selection, { alias: "_r", aliases, json });
  return {
    name: "row",
    select: sql`SELECT ${columnOf("_r", "_version")} AS version, ${values} AS values FROM ${tableOf(scope, model)} ${identifier("_r")} CROSS JOIN LATERAL (SELECT ${jsonColumns(scope, selection, "_r", aliases)}) ${identifier("_j")} WHERE ${columnOf("_r", "id")} = ${key}`,
    limit: 1,
  };
}

/** Rows of a collection with some of their fields. */
export interface OwnedSelection {
  readonly collection: Collection;
  readonly fields: readonly FieldRecord[];
}

/** All fields of a row, the keys in some of its lists, and rows that belong to it. */
export function wholeSelection(
  scope: Pick<QueryScope, "reader">,
  model: ModelRecord,
  { lists, owned }: Pick<FormReads, "lists" | "owned">,
): Selection {
  const fields = scope.reader.fields(model.id).map((field) => ({ field }));
  const collections = [
    ...lists.map((collection) => ({ collection, rows: "keys" as const })),
    ...owned.map(({ collection, fields: shown }) => ({
      collection,
      rows: { model: collection.target, withId: true, fields: readable(scope, collection.target, shown) },
    })),
  ];
  return { model, withId: true, fields, ...(collections.length === 0 ? {} : { collections }) };
}

/** Those of some fields that the caller may read. */
const readable = (scope: Pick<QueryScope, "reader">, { id }: ModelRecord, fields: readonly FieldRecord[]) =>
  scope.reader
    .fields(id)
    .filter((field) => fields.some((shown) => shown.id === field.id))
    .map((field) => ({ field }));
