import type { ModelId } from "../definition/ids.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileRuleToFilter } from "../expressions/compile-to-sql.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { type ExpressionScope, modelShapes } from "../expressions/scope.ts";
import { rowContext } from "../expressions/sql-context.ts";
import { scalar } from "../expressions/value-type.ts";
import type { Sql } from "../sql/sql.ts";
import type { CallerView } from "./resource.ts";

/**
 * `where=price > 10 and not in_stock`: a condition in the expression language, for what look-ups cannot say. It speaks
 * of the row alone, and walks only over relations whose rows this caller may all read: a row that is hidden must not be
 * asked about.
 */
export function readWhere(view: CallerView, model: ModelRecord, source: string): (alias: string) => Sql {
  const all = modelShapes(view.scope.reader);
  // Another model has no members here unless all its rows are readable: then not even its names are told.
  const shapes = (id: ModelId) =>
    id === model.id || (view.isServed(id) && view.scope.access(id, "read").kind === "open") ? all(id) : undefined;
  const scope: ExpressionScope = {
    variables: { record: { kind: "record", modelId: model.id } },
    bareModelId: model.id,
    model: shapes,
  };
  const parsed = parseExpression(source);
  if (!parsed.ok) throw refused(parsed.problem.message, parsed.problem.hint);
  const checked = checkExpression(parsed.expression, scope, scalar("bool"));
  if (!checked.ok) {
    const [problem] = checked.problems;
    throw refused(problem?.message ?? "It is not a condition.", problem?.hint);
  }
  return (alias) =>
    compileRuleToFilter(checked.typed, rowContext({ alias, schemaName: view.scope.schemaName, model: shapes }));
}

const refused = (message: string, hint?: string) =>
  new UserError("invalid_parameter", `"where" cannot be read. ${message}${hint ? ` ${hint}` : ""}`);
