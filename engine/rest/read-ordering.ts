import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import { canOrder, isTotal } from "../expressions/totals.ts";
import { type OrderTerm, totalOrder } from "../query/order.ts";
import { type CallerView, unknownName } from "./resource.ts";

/** `-price,title`. Without the parameter, the model's default order; without a default order, by key. */
export function readOrdering(view: CallerView, model: ModelRecord, text: string | undefined): readonly OrderTerm[] {
  if (text === undefined || text === "") {
    const terms = model.defaultOrder.flatMap(({ fieldId, direction }): OrderTerm[] => {
      const field = view.scope.reader.field(fieldId);
      return field && canOrder(view.scope.reader, field) ? [{ field, descending: direction === "desc" }] : [];
    });
    return totalOrder(terms);
  }
  const terms: OrderTerm[] = [];
  const items = text.split(",");
  if (items.length > 8) throw new UserError("invalid_parameter", '"ordering" has at most 8 names.');
  for (const item of items) {
    const name = item.trim().replace(/^[-+]/, "");
    const field = view.field(model, name);
    if (view.collection(model, name.split(".")[0] as string)) {
      const message = `"${name}" is a list of rows, and rows are not ordered by lists, their counts or totals yet.`;
      throw new UserError("invalid_parameter", `${message} Order by a field of ${model.label}.`);
    }
    const { reader } = view.scope;
    if (field && isTotal(reader, field)) {
      throw new UserError("invalid_parameter", `"${name}" is a total, and rows are not ordered by totals yet.`);
    }
    if (name !== "id" && (!field || !canOrder(reader, field))) {
      const names = reader
        .fields(model.id)
        .filter((other) => canOrder(reader, other))
        .map((other) => other.name);
      throw new UserError("unknown_field", unknownName("field", name, ` to order ${model.label} by`, ["id", ...names]));
    }
    if (terms.some((term) => (term.field?.name ?? "id") === name)) {
      throw new UserError("invalid_parameter", `"ordering" names "${name}" twice.`);
    }
    terms.push({ field, descending: item.trim().startsWith("-") });
  }
  return totalOrder(terms);
}
