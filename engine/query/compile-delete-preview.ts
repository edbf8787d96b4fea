import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { Aliases } from "../sql/aliases.ts";
import { joinSql, slot, sql } from "../sql/sql.ts";
import { deleteReach } from "./delete-cascade.ts";
import { arrayCast } from "./filter.ts";
import { columnsAfterGuard, fromGuardCte, guardCte, type Statement, statementOf } from "./guard.ts";
import { accessVerdict, columnOf, keySlot, type QueryScope, rowOf, tableOf } from "./query-scope.ts";

/**
 * `reach` is a JSON object: how many rows of each model would go, by the model's id. `known` has for each model how many
 * of them the caller may read, without the row itself, and the first titles; it is empty for several rows.
 */
export const deletePreviewColumns = columnsAfterGuard("reach", "protectedBy", "emptied", "known");

/**
 * What `compileDelete` would do to the row of the slot `id`, or to those of the slot `ids`, as far as this caller may
 * delete them; nothing is written.
 */
export function compileDeletePreview(scope: QueryScope, model: ModelRecord, rows: "id" | "ids"): Statement {
  const key = columnOf("_r", "id");
  const isOne =
    rows === "id" ? sql`${key} = ${keySlot(model)}` : sql`${key} = ANY(${slot("ids", arrayCast(keyOf(model).cast))})`;
  const allowed = joinSql(
    (["read", "delete"] as const).map((action) => accessVerdict(scope.access(model.id, action), rowOf("_r"))),
    " AND ",
  );
  const roots = {
    key: sql`_root.id`,
    from: sql`(SELECT _r.id FROM ${tableOf(scope, model)} _r, _guard WHERE _guard._holds AND ${isOne} AND ${allowed}) _root`,
  };
  const reading = { model, roots, aliases: new Aliases(), isNamed: rows === "id" };
  const { ctes, reach, emptied, known, protectedBy } = deleteReach(scope, reading);
  return statementOf(
    sql`WITH RECURSIVE ${joinSql([guardCte(scope), ...ctes], ", ")} SELECT ${fromGuardCte}, ${reach}, ${protectedBy}, ${emptied}, ${known} FROM _guard`,
  );
}
