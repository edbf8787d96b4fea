import type { ModelId } from "../definition/ids.ts";
import { compileRuleToFilter, compileRuleToSql } from "../expressions/compile-to-sql.ts";
import type { ModelShape } from "../expressions/scope.ts";
import { rowContext, type SqlContext } from "../expressions/sql-context.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import type { RowAccess, RowSource } from "../query/query-scope.ts";

/** A rule as SQL over any source of columns: a table's alias, VALUES, an old row under new values. */
export function rulePredicate(
  rule: TypedExpression,
  place: { readonly schemaName: string; readonly isAboutCaller: boolean; model(id: ModelId): ModelShape | undefined },
): RowAccess {
  const context = (row: RowSource): SqlContext => ({
    ...rowContext({ alias: "", schemaName: place.schemaName, model: place.model }),
    column: row,
  });
  return {
    kind: "rows",
    isAboutCaller: place.isAboutCaller,
    filter: (row) => compileRuleToFilter(rule, context(row)),
    verdict: (row) => compileRuleToSql(rule, context(row)),
  };
}
