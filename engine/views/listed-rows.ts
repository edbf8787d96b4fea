import type { FieldId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { QueryRecord } from "../definition/records/query.ts";
import type { RowOrder } from "../definition/row-order.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { modelShapes, queryScope } from "../expressions/scope.ts";
import { canOrder } from "../expressions/totals.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import type { FixedRows } from "../query/fixed-rows.ts";
import type { OrderTerm } from "../query/order.ts";
import { scalar } from "../value-types/value-type.ts";
import type { ListedRows } from "../view-types/view-type.ts";

/** What a builder set of the rows of a list page, ready for its statement; undefined when it is nothing. */
export function fixedRows(
  reader: DefinitionReader,
  model: ModelRecord,
  { where, sort = [], groupBy }: ListedRows,
): FixedRows | undefined {
  if (where === undefined && sort.length === 0 && groupBy === undefined) return undefined;
  const [group] = groupBy === undefined ? [] : orderTerms(reader, model, [{ fieldId: groupBy, direction: "asc" }]);
  const order = orderTerms(reader, model, sort);
  return {
    condition: rowsCondition(reader, { modelId: model.id, parameters: [], where }),
    order: order.length === 0 ? undefined : order,
    group,
  };
}

/** The order of a model's rows; fields that it does not have, or that have no order, are left out. */
export const orderTerms = (reader: DefinitionReader, model: ModelRecord, sort: RowOrder): readonly OrderTerm[] =>
  sort.flatMap(({ fieldId, direction }): OrderTerm[] => {
    const field = orderedField(reader, model, fieldId);
    return field ? [{ field, descending: direction === "desc" }] : [];
  });

/** The field of this model by which its rows can be ordered. */
export function orderedField(reader: DefinitionReader, model: ModelRecord, id: FieldId) {
  const field = reader.field(id);
  return field?.modelId === model.id && canOrder(reader, field) ? field : undefined;
}

/** Publishing refuses a condition with an error; in a draft it selects nothing. */
export function rowsCondition(
  reader: DefinitionReader,
  rows: Pick<QueryRecord, "modelId" | "parameters" | "where">,
): TypedExpression | "nothing" | undefined {
  if (rows.where === undefined) return undefined;
  const parsed = parseExpression(rows.where);
  const scope = queryScope(rows, modelShapes(reader));
  const checked = parsed.ok ? checkExpression(parsed.expression, scope, scalar("bool")) : undefined;
  return checked?.ok ? checked.typed : "nothing";
}
