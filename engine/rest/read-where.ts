import type { ModelId } from "../definition/ids.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileRuleToFilter } from "../expressions/compile-to-sql.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { type ExpressionScope, type ModelShape, modelShapes, requestTime } from "../expressions/scope.ts";
import { hasOwnReadRule } from "../query/collection-sql.ts";
import { readerContext } from "../query/value-sql.ts";
import type { Sql } from "../sql/sql.ts";
import { recordOf, scalar } from "../value-types/value-type.ts";
import type { CallerView } from "./resource.ts";

/**
 * `where=price > 10 and not in_stock`: a condition in the expression language, for what look-ups cannot say. It speaks
 * of the row and of now(), the time of the request, as rules do, and walks only over relations whose rows this caller may all read: a row that is hidden must not be
 * asked about.
 */
export function readWhere(view: CallerView, model: ModelRecord, source: string): (alias: string) => Sql {
  const shapes = readableShapes(view, model);
  const scope: ExpressionScope = {
    variables: { record: recordOf(model.id, shapes), request: requestTime },
    bareModelId: model.id,
    model: shapes,
    collections: "questions",
  };
  const parsed = parseExpression(source);
  if (!parsed.ok) throw refused(parsed.problem.message, parsed.problem.hint);
  const checked = checkExpression(parsed.expression, scope, scalar("bool"));
  if (!checked.ok) {
    const [problem] = checked.problems;
    throw refused(problem?.message ?? "It is not a condition.", problem?.hint);
  }
  return (alias) => compileRuleToFilter(checked.typed, readerContext(view.scope, alias));
}

const refused = (message: string, hint?: string) =>
  new UserError("invalid_parameter", `"where" cannot be read. ${message}${hint ? ` ${hint}` : ""}`);

/** The id of a model that does not exist: the target of a relation whose rows the condition may not read. */
const NOWHERE = "mdl_nowhere" as ModelId;

/**
 * The row's own members, and those of models whose rows are all readable. Of other models not even the names are
 * revealed. The row's own model counts as another model as soon as a relation leads back to it, over any number of
 * steps.
 */
function readableShapes(view: CallerView, model: ModelRecord): (id: ModelId) => ModelShape | undefined {
  const all = modelShapes(view.scope.reader);
  const isOpen = (id: ModelId) => view.isServed(id) && view.scope.access(id, "read").kind === "open";
  const isOpenLink = (link: ModelRecord) =>
    !hasOwnReadRule(view.scope.reader, link) || view.scope.access(link.id, "read").kind === "open";
  return (id) => {
    const whole = id === model.id || isOpen(id) ? all(id) : undefined;
    if (!whole) return undefined;
    const lists = Object.entries(whole.collections).filter(
      ([, { target, link }]) => isOpen(target.id) && (!link || isOpenLink(link.model)),
    );
    const shape = { ...whole, collections: Object.fromEntries(lists) };
    if (isOpen(model.id)) return shape;
    const members = Object.entries(shape.members).map(([name, member]) => {
      const { type } = member;
      const isBack = type.kind === "record" && type.modelId === model.id;
      return [name, isBack ? { ...member, type: { ...type, modelId: NOWHERE } } : member] as const;
    });
    return { ...shape, members: Object.fromEntries(members) };
  };
}
