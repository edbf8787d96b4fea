import type { ModelRecord } from "../definition/records/model.ts";
import { joinSql, type Sql, sql, value } from "../sql/sql.ts";
import { afterGuard, guardedRead, type Statement, statementOf } from "./guard.ts";
import { type QueryScope, tableOf } from "./query-scope.ts";

/** Up to this many rows are counted; beyond, Postgres's own estimate is given where it has one. */
export const MAX_COUNTED = 10_000;

/** A JSON object by model id: `[rows, isExact]`. A count that stopped at the limit is one more than it, and not exact. */
export const rowCountsColumn = afterGuard(0);

/** How many rows each model has, for a caller whom no rule narrows: cheap, whatever the tables hold. */
export function compileRowCounts(scope: QueryScope, models: readonly ModelRecord[]): Statement {
  const rows = models.map((model) => {
    const some = sql`(SELECT count(*) FROM (SELECT 1 FROM ${tableOf(scope, model)} LIMIT ${value(MAX_COUNTED + 1, "bigint")}) _some)`;
    return sql`SELECT ${value(model.id, "text")} AS _model, ${some} AS _counted, ${estimateOf(scope, model)} AS _estimate`;
  });
  const counted = sql`CASE WHEN _c._counted > ${value(MAX_COUNTED, "bigint")} THEN json_build_array(greatest(_c._counted, _c._estimate), false) ELSE json_build_array(_c._counted, true) END`;
  const body = sql`(SELECT json_object_agg(_c._model, ${counted}) FROM (${joinSql(rows, " UNION ALL ")}) _c)`;
  return statementOf(guardedRead(scope, { columns: [body] }));
}

/** What Postgres noted when it last analysed the table; -1 when it never did. */
const estimateOf = (scope: QueryScope, model: ModelRecord): Sql =>
  sql`(SELECT _t.reltuples::bigint FROM pg_catalog.pg_class _t JOIN pg_catalog.pg_namespace _n ON _n.oid = _t.relnamespace WHERE _n.nspname = ${value(scope.schemaName, "text")} AND _t.relname = ${value(model.name, "text")})`;
