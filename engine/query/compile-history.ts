import type { LinkedCollection } from "../definition/collections.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, joinSql, literal, type Sql, slot, sql } from "../sql/sql.ts";
import { afterGuard, guardedRead, type Statement, statementOf } from "./guard.ts";
import { historyTable } from "./history-table.ts";
import { accessConditions, columnOf, keySlot, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle } from "./title.ts";

/** The column of `compileHistory`: a JSON array of `HistoryLine`s, newest first; null when this caller has no such row. */
export const historyColumn = afterGuard(0);

/** A change of a row, as Postgres gives it. */
export interface HistoryLine {
  /** The number of the line, for the next page. */
  readonly line: number;
  /** `linked` and `unlinked`: one of its lists has changed, for builders. */
  readonly action: "create" | "update" | "restore" | "linked" | "unlinked";
  /** RFC 3339. */
  readonly at: string;
  /** The row's version after it. */
  readonly version: number;
  readonly way: string | null;
  /** The builder who made it; null when it was no builder. */
  readonly account: string | null;
  /** The key of the person's row who made it. */
  readonly user: string | null;
  /** Of the API key by which it was made. */
  readonly key: { readonly id: number; readonly name: string } | null;
  /** By the id of a field: the value before and after, in the JSON form of the API. */
  readonly changes: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
  /** Of a link: the name of the list, and the row at the other end, with its title if it is there. */
  readonly link: { readonly list: string; readonly key: string; readonly title: string | null } | null;
}

export interface HistoryPlan {
  readonly fields: readonly FieldRecord[];
  /** The lists of which added and removed links are told, without asking what of the other ends may be read. */
  readonly lists: readonly LinkedCollection[];
}

const HISTORY_COLUMNS = ["id", "action", "at", "version", "way", "account_id", "user_id", "key_id"] as const;

/**
 * What is kept of the changes of one row (slot `id`), before the line of the slot `before`, at most as many as slot `limit`. It
 * is read by today's rules: of a row that the caller may read now, and of these fields, which it may read now. A change of
 * other fields alone does not exist for this caller.
 */
export function compileHistory(scope: QueryScope, model: ModelRecord, { fields, lists }: HistoryPlan): Statement {
  const conditions = [
    sql`${columnOf("_r", "id")} = ${keySlot(model)}`,
    ...accessConditions(scope.access(model.id, "read"), rowOf("_r")),
  ];
  const ids =
    fields.length === 0
      ? sql`NULL`
      : joinSql(
          fields.map(({ id }) => literal(id)),
          ", ",
        );
  const changes = sql`(SELECT jsonb_object_agg(_c.key, _c.value) FROM jsonb_each(_h.changes) _c WHERE _c.key IN (${ids}))`;
  const key = sql`(SELECT json_build_object('id', _k.id, 'name', _k.name) FROM ${identifier(scope.schemaName, "_keys")} _k WHERE _k.id = _h.key_id)`;
  const own = sql`SELECT ${joinSql(
    HISTORY_COLUMNS.map((column) => columnOf("_h", column)),
    ", ",
  )}, ${changes} AS _known, NULL::json AS _link FROM ${historyTable(scope)} _h WHERE _h.model_id = ${literal(model.id)} AND _h.row_id = ${columnOf("_r", "id")}::text AND _h.action IN ('create', 'update', 'restore') AND _h.id < ${slot("before", "bigint")}`;
  const known = joinSql([own, ...lists.map((list) => linesOfLinks(scope, list))], " UNION ALL ");
  const lines = sql`SELECT _h.id AS line, _h.action, _h.at, _h.version, _h.way, _h.account_id AS account, _h.user_id AS "user", ${key} AS "key", COALESCE(_h._known, '{}') AS changes, _h._link AS link FROM (${known}) _h WHERE _h.action <> 'update' OR _h._known IS NOT NULL ORDER BY _h.id DESC LIMIT ${slot("limit", "bigint")}`;
  const list: Sql = sql`(SELECT COALESCE(json_agg(row_to_json(_l)), '[]')::text FROM (${lines}) _l)`;
  const row = sql`SELECT ${list} AS _lines FROM ${tableOf(scope, model)} ${identifier("_r")}${where(conditions)}`;
  return statementOf(
    guardedRead(scope, { columns: [sql`_p._lines`], body: sql`LEFT JOIN LATERAL (${row}) _p ON true` }),
  );
}

/** The lines of the links that a row has had in one of its lists: of each, when it was made and when it went. */
function linesOfLinks(scope: QueryScope, { name, via, link, target }: LinkedCollection): Sql {
  const keyAt = (end: FieldRecord) => sql`(_h.changes->${literal(end.id)}->>-1)`;
  const title = sql`(SELECT ${rowTitle(scope, target, "_e")} FROM ${tableOf(scope, target)} _e WHERE _e.id::text = ${keyAt(link.far)})`;
  const told = sql`json_build_object('list', ${literal(name)}::text, 'key', ${keyAt(link.far)}, 'title', ${title})`;
  const action = sql`CASE _h.action WHEN 'delete' THEN 'unlinked' ELSE 'linked' END AS action`;
  const columns = HISTORY_COLUMNS.map((column) => (column === "action" ? action : columnOf("_h", column)));
  return sql`SELECT ${joinSql(columns, ", ")}, NULL::jsonb AS _known, ${told} AS _link FROM ${historyTable(scope)} _h WHERE _h.model_id = ${literal(link.model.id)} AND ${keyAt(via)} = ${columnOf("_r", "id")}::text AND _h.action IN ('create', 'restore', 'delete') AND _h.id < ${slot("before", "bigint")}`;
}
