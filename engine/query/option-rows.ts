import type { LinkedCollection } from "../definition/collections.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { identifier, joinSql, literal, type Sql, slot, sql } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import { arrayCast } from "./filter.ts";
import type { ExtraRows } from "./guard.ts";
import { type OptionLimit, offeredRows } from "./option-limit.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle } from "./title.ts";

/** A select shows so many rows; with more, rows are found by their title. */
export const MAX_OPTIONS = 100;
/** Of the rows that are found, so many are read: one more than is shown. */
const MAX_READ = 21;
/** Rows that are chosen already, of all fields together. */
const MAX_CHOSEN = 200;

/** The rows that some fields of a page's forms may be set to. */
export interface OptionRows {
  /** By which they are found in the answer. */
  readonly id: string;
  readonly model: ModelRecord;
  /** Whether keys were sent whose titles are needed (slot `chosen.<id>`). */
  readonly hasChosen: boolean;
  /** The relations and lists of the page's own row whose rows are chosen now. */
  readonly held: readonly HeldKeys[];
  /** Whether rows are looked for by their title (slot `find`). */
  readonly isSearched: boolean;
  /** Which rows may be chosen; absent where all may. */
  readonly limit?: OptionLimit;
}

/** Where the page's own row holds keys: a relation, a list, or with `via` a relation of the rows that belong to it. */
export type HeldKeys =
  | { readonly name: string; readonly field: FieldRecord; readonly via?: FieldRecord }
  | { readonly name: string; readonly list: LinkedCollection };

export const chosenSlot = (id: string): string => `chosen.${id}`;
export const FIND_SLOT = "find";

export interface OptionItem {
  readonly key: string;
  readonly title: string;
}

/** An item of `optionRows`. */
export interface OptionsItem {
  readonly id: string;
  /** Null when there are too many. */
  readonly rows: readonly OptionItem[] | null;
  readonly chosen: readonly OptionItem[];
  /** Null when none were looked for. */
  readonly found: readonly OptionItem[] | null;
}

/** The rows that fields of a page's forms may be set to, by title: one extra. `key` is the key of the page's own row. */
export const optionRows = (scope: QueryScope, options: readonly OptionRows[], key: () => Sql): ExtraRows => ({
  name: "options",
  select: joinSql(
    options.map((one) => itemOf(scope, one, key)),
    " UNION ALL ",
  ),
  limit: options.length,
});

function itemOf(scope: QueryScope, options: OptionRows, key: () => Sql): Sql {
  const { id, isSearched } = options;
  const found = isSearched ? listOf(foundRows(scope, options, key)) : sql`NULL::json`;
  return sql`SELECT ${literal(id)}::text AS id, ${options.limit?.isFoundOnly ? sql`NULL::json` : fewRows(scope, options, key)} AS rows, ${chosenRows(scope, options, key)} AS chosen, ${found} AS found`;
}

const listOf = (rows: Sql): Sql =>
  sql`(SELECT COALESCE(json_agg(row_to_json(_o) ORDER BY _o.title COLLATE "und-x-icu", _o.key), '[]') FROM (${rows}) _o)`;

/**
 * Which rows are taken is decided before they are sorted: a model of a million rows gives its first hundred and one and
 * is not sorted.
 */
function fewRows(scope: QueryScope, options: OptionRows, key: () => Sql): Sql {
  const { model } = options;
  const rows = sql`SELECT _r.* FROM ${tableOf(scope, model)} ${identifier("_r")}${where(offeredRows(scope, options, key))} LIMIT ${digits(MAX_OPTIONS + 1)}`;
  return sql`(SELECT CASE WHEN count(*) <= ${digits(MAX_OPTIONS)} THEN COALESCE(json_agg(row_to_json(_o) ORDER BY _o.title COLLATE "und-x-icu", _o.key), '[]') END FROM (${titled(scope, model, rows)}) _o)`;
}

function chosenRows(scope: QueryScope, { id, model, hasChosen, held }: OptionRows, key: () => Sql): Sql {
  const sources = [
    ...(hasChosen ? [sql`${columnOf("_r", "id")} = ANY(${slot(chosenSlot(id), arrayCast(keyOf(model).cast))})`] : []),
    ...held.map((one) => sql`${columnOf("_r", "id")} IN (${heldKeys(scope, one, key())})`),
  ];
  if (sources.length === 0) return sql`'[]'::json`;
  const conditions = [sql`(${joinSql(sources, " OR ")})`, ...readable(scope, model)];
  const rows = sql`SELECT _r.* FROM ${tableOf(scope, model)} ${identifier("_r")}${where(conditions)} LIMIT ${digits(MAX_CHOSEN)}`;
  return listOf(titled(scope, model, rows));
}

/** The keys that a row holds in a relation or a list. */
function heldKeys(scope: QueryScope, held: HeldKeys, key: Sql): Sql {
  if ("field" in held) {
    const model = scope.reader.model(held.field.modelId) as ModelRecord;
    const column = columnOf("_h", held.field.name);
    return sql`SELECT ${column} FROM ${tableOf(scope, model)} ${identifier("_h")} WHERE ${columnOf("_h", held.via?.name ?? "id")} = ${key}`;
  }
  const { link, via } = held.list;
  return sql`SELECT ${columnOf("_h", link.far.name)} FROM ${tableOf(scope, link.model)} ${identifier("_h")} WHERE ${columnOf("_h", via.name)} = ${key}`;
}

/** The first rows by title whose title contains the text (slot `find`). */
function foundRows(scope: QueryScope, options: OptionRows, key: () => Sql): Sql {
  const { model } = options;
  const rows = sql`SELECT _r.* FROM ${tableOf(scope, model)} ${identifier("_r")}${where(offeredRows(scope, options, key))}`;
  return sql`SELECT * FROM (${titled(scope, model, rows)}) _f WHERE _f.title COLLATE "und-x-icu" ILIKE ${slot(FIND_SLOT, "text")} ORDER BY _f.title COLLATE "und-x-icu", _f.key LIMIT ${digits(MAX_READ)}`;
}

const readable = (scope: QueryScope, model: ModelRecord): readonly Sql[] =>
  accessConditions(scope.access(model.id, "read"), rowOf("_r"));

const titled = (scope: QueryScope, model: ModelRecord, rows: Sql): Sql =>
  sql`SELECT ${columnOf("_t", "id")}::text AS key, ${rowTitle(scope, model, "_t")} AS title FROM (${rows}) ${identifier("_t")}`;
