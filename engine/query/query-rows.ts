import type { ModelRecord } from "../definition/records/model.ts";
import type { QueryRecord } from "../definition/records/query.ts";
import { compileRuleToFilter } from "../expressions/compile-to-sql.ts";
import type { SqlContext } from "../expressions/sql-context.ts";
import { castOf } from "../expressions/sql-types.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, type Sql, slot, sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { ANSWER_BYTES, rowSize } from "./answer-size.ts";
import { digits } from "./digits.ts";
import { type FormReads, formRows, NO_FORM_READS } from "./form-rows.ts";
import { type BesideRows, type ExtraRows, rowColumn } from "./guard.ts";
import { type OrderTerm, orderBySql } from "./order.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { readableSelection, readableTerms } from "./readable-selection.ts";
import { jsonColumns, type Selection, selectedColumns } from "./selection.ts";
import { readerContext, valueColumns } from "./value-sql.ts";

/** A query of the app, ready to become a column of a page's statement. */
export interface QueryRowsPlan {
  readonly query: QueryRecord;
  readonly model: ModelRecord;
  /** What the page reads of its rows; a number has none. */
  readonly selection: Selection | undefined;
  /** `nothing`: a condition with an error selects no row. */
  readonly condition: TypedExpression | "nothing" | undefined;
  /** A total order (order.ts, totalOrder). */
  readonly order: readonly OrderTerm[];
}

/** What is passed to a parameter of the query, by its name. */
type PassedValues = ReadonlyMap<string, Sql>;

/** Bytes of long values that one query may give; rows after that are left out. */
const MAX_BYTES = ANSWER_BYTES / 4;

/**
 * The rows of a query as one more column of a statement, a JSON array. The read rule of its model is a condition like
 * that of the query itself: where a caller may read nothing there are no rows, and their number is 0.
 *
 * It is a sub-select of its own with aliases of its own, so two queries over one model do not meet.
 */
function queryRows(scope: QueryScope, whole: QueryRowsPlan, passed: PassedValues): ExtraRows {
  const plan = readablePlan(scope, whole);
  const { query, model, selection } = plan;
  const aliases = new Aliases();
  const from = sql`FROM ${tableOf(scope, model)} ${identifier("_r")}${where([
    ...conditionOf(scope, plan, passed),
    ...accessConditions(scope.access(model.id, "read"), rowOf("_r")),
  ])}`;
  if (query.result.kind === "count" || !selection)
    return { name: query.name, select: sql`SELECT count(*) AS count ${from}`, limit: 1 };

  const limit = query.result.kind === "first" ? 1 : query.limit;
  const names = new Set([
    "id",
    ...selectedColumns(scope, selection),
    ...plan.order.flatMap(({ field }) => (field ? valueColumns(scope, field) : "id")),
  ]);
  const columns = joinSql(
    [...names].map((name) => columnOf("_r", name)),
    ", ",
  );
  const order = orderBySql(scope, "_r", plan.order);
  const rows = sql`SELECT ${columns} ${from}${order} LIMIT ${digits(limit)}`;
  const size = rowSize(scope, selection, { alias: "_r", aliases, rows: limit });
  const fitting = size
    ? sql`SELECT * FROM (SELECT ${columns}, sum(${size}) OVER (${order}) AS _bytes FROM (${rows}) ${identifier("_r")}) _sized WHERE _sized._bytes <= ${digits(MAX_BYTES)}`
    : rows;
  // Only the rows that are kept are made JSON, and they are sorted once more: a derived table promises no order.
  return {
    name: query.name,
    select: sql`SELECT _j.* FROM (${fitting}) ${identifier("_r")} CROSS JOIN LATERAL (SELECT ${jsonColumns(scope, selection, "_r", aliases)}) _j${order}`,
    limit,
  };
}

function readablePlan(scope: QueryScope, plan: QueryRowsPlan): QueryRowsPlan {
  const selection = plan.selection && readableSelection(scope, plan.selection);
  return { ...plan, selection, order: readableTerms(scope, plan.order) };
}

const conditionOf = (scope: QueryScope, { condition }: QueryRowsPlan, passed: PassedValues): readonly Sql[] =>
  condition === undefined ? [] : [rowCondition(scope, condition, passed)];

/** A condition of the builder's over the rows under the alias `_r`. `nothing`: one with an error selects no row. */
export function rowCondition(
  scope: QueryScope,
  condition: TypedExpression | "nothing",
  passed: PassedValues = new Map(),
): Sql {
  if (condition === "nothing") return sql`false`;
  // The condition is a builder's, and may read what the callers may not.
  const row = readerContext({ ...scope, reader: scope.whole }, "_r");
  const context: SqlContext = {
    ...row,
    variable: (path, cast) => {
      if (path === PARAMETERS) return sql`true`;
      const name = path.startsWith(`${PARAMETERS}.`) ? path.slice(PARAMETERS.length + 1) : undefined;
      const value = name === undefined ? row.variable?.(path, cast) : passed.get(name);
      if (!value) throw new Error(`The query has no value "${path}".`);
      return value;
    },
  };
  return compileRuleToFilter(condition, context);
}

const PARAMETERS = "params";

/** A query of a page, and the source of each parameter: a slot, or a column of the page's own row. */
export interface PassedQuery extends QueryRowsPlan {
  readonly passed: readonly (
    | { readonly name: string; readonly kind: "value" }
    | { readonly name: string; readonly kind: "column"; readonly column: string }
  )[];
}

/** The slot of a value that is passed to the query at this position of its page. */
export const passedSlot = (index: number, name: string): string => `query.${index}.${name}`;

/** The queries of a page as columns of its statement, in their order, and then what its forms read. */
export function besideRows(
  scope: QueryScope,
  queries: readonly PassedQuery[],
  forms: FormReads = NO_FORM_READS,
): BesideRows {
  const rowColumns: string[] = [];
  const columnAt = (name: string): number => {
    const known = rowColumns.indexOf(name);
    return known < 0 ? rowColumns.push(name) - 1 : known;
  };
  const extras = queries.map((plan, index) => {
    const types = new Map(plan.query.parameters.map(({ name, type }) => [name, castOf(scalar(type))]));
    const values = plan.passed.map((passed): readonly [string, Sql] => [
      passed.name,
      passed.kind === "column"
        ? rowColumn(columnAt(passed.column))
        : slot(passedSlot(index, passed.name), types.get(passed.name)),
    ]);
    return queryRows(scope, plan, new Map(values));
  });
  extras.push(...formRows(scope, forms, () => rowColumn(columnAt("id"))));
  return { extras, rowColumns };
}
