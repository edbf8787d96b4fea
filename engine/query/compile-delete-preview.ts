import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { Aliases } from "../sql/aliases.ts";
import { joinSql, type Sql, slot, sql } from "../sql/sql.ts";
import { type BlockingRows, deleteReach } from "./delete-cascade.ts";
import { arrayCast } from "./filter.ts";
import { columnsAfterGuard, type ExtraRows, fromGuardCte, guardCte, type Statement, statementOf } from "./guard.ts";
import { accessVerdict, columnOf, keySlot, type QueryScope, rowOf, tableOf } from "./query-scope.ts";

/** `reach` is a JSON object: how many rows of each model would go, by the model's id. */
export const deletePreviewColumns = columnsAfterGuard("reach", "protectedBy", "emptied", "blocking");

/** What `compileDelete` would do to the rows of the slot `ids`, as far as this caller may delete them; nothing is written. */
export function compileDeletePreview(scope: QueryScope, model: ModelRecord): Statement {
  const isOne = sql`${columnOf("_r", "id")} = ANY(${slot("ids", arrayCast(keyOf(model).cast))})`;
  const roots = deletableRows(scope, model, sql`, _guard WHERE _guard._holds AND ${isOne}`);
  const { ctes, reach, emptied, protectedBy, blocking } = deleteReach(scope, { model, roots, aliases: new Aliases() });
  return statementOf(
    sql`WITH RECURSIVE ${joinSql([guardCte(scope), ...ctes], ", ")} SELECT ${fromGuardCte}, ${reach}, ${protectedBy}, ${emptied}, ${blocking} FROM _guard`,
  );
}

/**
 * Columns of `compileDeleteDryRun`; `visible`: there is such a row for this caller. The others are JSON objects but for
 * `protectedBy`, and empty where the caller may not delete the row.
 */
export const dryRunColumns = columnsAfterGuard("visible", "reach", "known", "emptied", "protectedBy", "blocking");

/** What `compileDelete` would do to one row (slot `id`), with what this caller may know of others; nothing is written. */
export function compileDeleteDryRun(scope: QueryScope, model: ModelRecord): Statement {
  const key = keySlot(model);
  const isOne = sql`${columnOf("_r", "id")} = ${key}`;
  const roots = deletableRows(scope, model, sql`, _guard WHERE _guard._holds AND ${isOne}`);
  const plan = { model, roots, aliases: new Aliases(), named: key };
  const { ctes, reach, known, emptied, protectedBy, blocking } = deleteReach(scope, plan);
  const visible = sql`EXISTS (SELECT 1 FROM ${tableOf(scope, model)} _r WHERE ${isOne} AND ${accessVerdict(scope.access(model.id, "read"), rowOf("_r"))})`;
  const columns = [fromGuardCte, visible, reach, known, emptied, protectedBy, blocking];
  return statementOf(
    sql`WITH RECURSIVE ${joinSql([guardCte(scope), ...ctes], ", ")} SELECT ${joinSql(columns, ", ")} FROM _guard`,
  );
}

/** An item of `removalRows`, which has one. */
export interface RemovalItem {
  /** How many rows of each model would go, by the model's id. */
  readonly reach: Readonly<Record<string, number>>;
  /** How many of them the caller may read, without the row itself, and the first titles. */
  readonly known: Readonly<Record<string, { readonly count: number; readonly titles: readonly string[] }>>;
  /** The id of a relation whose rows stand in the way. */
  readonly protected_by: string | null;
  /** By the id of their relation, the rows that stand in the way and that the caller may read. */
  readonly blocking: Readonly<Record<string, BlockingRows>>;
}

/** The same for the row with this key, with what the caller may know of the rows that go: an extra of a page. */
export function removalRows(scope: QueryScope, model: ModelRecord, key: Sql): ExtraRows {
  const roots = deletableRows(scope, model, sql` WHERE ${columnOf("_r", "id")} = ${key}`);
  const reading = { model, roots, aliases: new Aliases(), named: key };
  const { ctes, reach, known, protectedBy, blocking } = deleteReach(scope, reading);
  return {
    name: "removal",
    select: sql`WITH RECURSIVE ${joinSql(ctes, ", ")} SELECT ${reach}::json AS reach, ${known}::json AS known, ${protectedBy} AS protected_by, ${blocking}::json AS blocking`,
    limit: 1,
  };
}

function deletableRows(scope: QueryScope, model: ModelRecord, which: Sql): { readonly key: Sql; readonly from: Sql } {
  const allowed = joinSql(
    (["read", "delete"] as const).map((action) => accessVerdict(scope.access(model.id, action), rowOf("_r"))),
    " AND ",
  );
  return {
    key: sql`_root.id`,
    from: sql`(SELECT _r.id FROM ${tableOf(scope, model)} _r${which} AND ${allowed}) _root`,
  };
}
