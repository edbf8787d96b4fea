import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { knownFieldTypeIn, storedFields } from "../field-types/registry.ts";
import { Aliases } from "../sql/aliases.ts";
import { castType, identifier, joinSql, literal, type Sql, slot, sql } from "../sql/sql.ts";
import { changeLines, keepsChanges } from "./change-lines.ts";
import { digits } from "./digits.ts";
import {
  afterGuard,
  columnsAfterGuard,
  fromGuardCte,
  guardCte,
  guardedRead,
  type Statement,
  statementOf,
} from "./guard.ts";
import { historyTable } from "./history-table.ts";
import { listRiders } from "./list-rider.ts";
import { columnOf, type QueryScope, tableOf } from "./query-scope.ts";
import { ridersWrite } from "./riders.ts";

/** The column of `compileDeletedRows`: a JSON array of `DeletedLine`s, newest first. */
export const deletedRowsColumn = afterGuard(0);

/** A line of the list of deleted rows, as Postgres gives it. */
export interface DeletedLine {
  /** The number of the line, for the next page. */
  readonly line: number;
  readonly row: string;
  readonly title: string;
  /** RFC 3339. */
  readonly at: string;
  /** The builder who deleted it; null when it was no builder. */
  readonly account: string | null;
  /** The name of the API key by which it was deleted; null when it was none. */
  readonly key: string | null;
  /** What else the same statement deleted or emptied: how many rows, by model and act. */
  readonly others: readonly { readonly model: string; readonly action: "delete" | "unlink"; readonly count: number }[];
}

/** The rows of a model that were deleted, before the line of the slot `before`: at most `limit`. */
export function compileDeletedRows(scope: QueryScope, model: ModelRecord, limit: number): Statement {
  const history = historyTable(scope);
  const others = sql`(SELECT COALESCE(json_agg(json_build_object('model', _g.model_id, 'action', _g.action, 'count', _g._count)), '[]') FROM (SELECT _o.model_id, _o.action, count(*) AS _count FROM ${history} _o WHERE _o.at = _h.at AND _o.xact = _h.xact AND _o.id <> _h.id AND ${ofDelete("_o")} GROUP BY _o.model_id, _o.action ORDER BY count(*) DESC) _g)`;
  const key = sql`(SELECT _k.name FROM ${identifier(scope.schemaName, "_keys")} _k WHERE _k.id = _h.key_id)`;
  const lines = sql`SELECT _h.id AS line, _h.row_id AS "row", _h.title, _h.at, _h.account_id AS account, ${key} AS "key", ${others} AS others FROM ${history} _h WHERE _h.model_id = ${literal(model.id)} AND _h.action = 'delete' AND _h.id < ${slot("before", "bigint")} ORDER BY _h.id DESC LIMIT ${digits(limit)}`;
  const body = sql`(SELECT COALESCE(json_agg(row_to_json(_l)), '[]')::text FROM (${lines}) _l)`;
  return statementOf(guardedRead(scope, { columns: [body] }));
}

/** The column of `compileDeletedWith`: a JSON array of the ids of models, null when the row is not there. */
export const deletedWithColumn = afterGuard(0);

/** Of which models a statement deleted or emptied rows, when it last deleted a row (slot `row`) of this one. */
export function compileDeletedWith(scope: QueryScope, model: ModelRecord): Statement {
  const ids = sql`(SELECT json_agg(DISTINCT _h.model_id)::text FROM ${historyTable(scope)} _h JOIN (${lastDelete(scope, model)}) _a ON _h.at = _a.at AND _h.xact = _a.xact AND ${ofDelete("_h")})`;
  return statementOf(guardedRead(scope, { columns: [ids] }));
}

/** The columns of `compileRestore`: how many rows came back, and their keys by model, `{"mdl_a": ["1", "2"]}`. */
export const restoredColumns = columnsAfterGuard("count", "keys");

/**
 * Brings a row (slot `row`) back with all that the same statement deleted or emptied, and takes their lines out of the
 * history: 0 when somebody else has just restored it. It is one statement, so that foreign keys are checked when all of
 * them are back. Rows of models that keep a history have a line of it, and rows whose lists must be judged are noted. A field that did not exist when the row was deleted gets its default.
 */
export function compileRestore(scope: QueryScope, model: ModelRecord, models: readonly ModelRecord[]): Statement {
  const history = historyTable(scope);
  const ids = joinSql(
    models.map(({ id }) => literal(id)),
    ", ",
  );
  const asked = sql`_asked AS (SELECT _a.at, _a.xact FROM (${lastDelete(scope, model)}) _a, _guard WHERE _guard._holds)`;
  const taken = sql`_taken AS (DELETE FROM ${history} _h USING _asked _a WHERE _h.at = _a.at AND _h.xact = _a.xact AND ${ofDelete("_h")} AND _h.model_id IN (${ids}) RETURNING _h.*)`;
  const parts = models.flatMap((each, position) => [
    insertBack(scope, each, identifier(`_restored_${position}`)),
    ...linkAgain(scope, each, identifier(`_linked_${position}`)),
  ]);
  const aliases = new Aliases();
  const written = models.map((each, position) => {
    const after = identifier(`_restored_${position}`);
    const riders = [
      ...(keepsChanges(scope.whole, each) ? [changeLines(scope, each, "restore")] : []),
      ...listRiders(scope, each, "create"),
    ];
    return ridersWrite(riders, { model: each, write: "create", before: undefined, after, aliases });
  });
  const more = joinSql(
    written.map(({ counts }) => counts),
    "",
  );
  const counts = models.map((_, position) => sql`(SELECT count(*) FROM ${identifier(`_restored_${position}`)})`);
  const keys = models.map(
    ({ id }, position) =>
      sql`${literal(id)}, (SELECT COALESCE(json_agg(_k.id::text), '[]') FROM ${identifier(`_restored_${position}`)} _k)`,
  );
  return statementOf(
    sql`WITH ${joinSql([guardCte(scope), asked, taken, ...parts, ...written.flatMap(({ ctes }) => ctes)], ", ")} SELECT ${fromGuardCte}, ${joinSql(counts, " + ")}, json_build_object(${joinSql(keys, ", ")})::text${more} FROM _guard`,
  );
}

/** A transaction may also have lines of changes. */
const ofDelete = (alias: string): Sql => sql`${columnOf(alias, "action")} IN ('delete', 'unlink')`;

const lastDelete = (scope: QueryScope, model: ModelRecord): Sql =>
  sql`SELECT _h.at, _h.xact FROM ${historyTable(scope)} _h WHERE _h.model_id = ${literal(model.id)} AND _h.action = 'delete' AND _h.row_id = ${slot("row", "text")} ORDER BY _h.id DESC LIMIT 1`;

const linesOf = (model: ModelRecord, action: "delete" | "unlink"): Sql =>
  sql`_taken _t WHERE _t.model_id = ${literal(model.id)} AND _t.action = ${literal(action)}`;

const keyOfLine = (model: ModelRecord): Sql => sql`_t.row_id::${castType(keyOf(model).cast)}`;

function insertBack(scope: QueryScope, model: ModelRecord, name: Sql): Sql {
  const fields = storedFields(scope.whole, model.id);
  const columns = ["id", "_version", ...fields.map((field) => field.name)].map((column) => identifier(column));
  const values = [keyOfLine(model), sql`_t.version + 1`, ...fields.map((field) => keptValue(scope, field))];
  return sql`${name} AS (INSERT INTO ${tableOf(scope, model)} (${joinSql(columns, ", ")}) SELECT ${joinSql(values, ", ")} FROM ${linesOf(model, "delete")} RETURNING *)`;
}

/** Relations that are still empty name their row again; one that has been set since keeps its new row. */
function linkAgain(scope: QueryScope, model: ModelRecord, name: Sql): readonly Sql[] {
  const relations = storedFields(scope.whole, model.id).filter((field) => pointsTo(field) !== undefined);
  if (relations.length === 0) return [];
  const sets = relations.map(
    (field) =>
      sql`${identifier(field.name)} = COALESCE(${columnOf("_u", field.name)}, ${valueIn(scope, field, sql`_t.changes->${literal(field.id)}`)})`,
  );
  return [
    sql`${name} AS (UPDATE ${tableOf(scope, model)} AS _u SET ${joinSql(sets, ", ")}, "_version" = _u."_version" + 1 FROM ${linesOf(model, "unlink")} AND _u.id = ${keyOfLine(model)} RETURNING 1)`,
  ];
}

/** A field's value in the line of a deleted row: its default where the field is newer than the line. */
function keptValue(scope: QueryScope, field: FieldRecord): Sql {
  const fallback = JSON.stringify(field.default == null ? [] : [field.default]);
  return valueIn(scope, field, sql`COALESCE(_t.changes->${literal(field.id)}, ${literal(fallback)}::jsonb)`);
}

/** The only member of a JSON array, as the field's column has it today; NULL when the array is empty. */
function valueIn(scope: QueryScope, field: FieldRecord, array: Sql): Sql {
  const { cast } = knownFieldTypeIn(scope.reader, field);
  if (cast.endsWith("[]"))
    return sql`(SELECT array_agg(_i.item ORDER BY _i.n) FROM jsonb_array_elements_text(CASE jsonb_typeof((${array})->0) WHEN 'array' THEN (${array})->0 ELSE '[]'::jsonb END) WITH ORDINALITY AS _i(item, n))::${castType(cast)}`;
  return cast === "jsonb" ? sql`(${array})->0` : sql`((${array})->>0)::${castType(cast)}`;
}
