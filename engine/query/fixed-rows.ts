import type { TypedExpression } from "../expressions/typed-expression.ts";
import { type OrderTerm, totalOrder } from "./order.ts";

/** What a builder set of the rows of a list page, whatever its visitors ask for. */
export interface FixedRows {
  /** `nothing`: a condition with an error selects no row. */
  readonly condition: TypedExpression | "nothing" | undefined;
  /** Until a visitor chooses an order; undefined: the order of the model. */
  readonly order: readonly OrderTerm[] | undefined;
  /** Comes before every order, so that the rows of a group stand together on every page. */
  readonly group: OrderTerm | undefined;
}

/** The order of a list: the group, then what was asked for, or else what the builder set. */
export function orderWithin(
  fixed: FixedRows | undefined,
  asked: readonly OrderTerm[],
  isAsked: boolean,
): readonly OrderTerm[] {
  if (!fixed) return asked;
  const order = isAsked || !fixed.order ? asked : totalOrder(fixed.order);
  const { group } = fixed;
  return group ? [group, ...order.filter(({ field }) => field === undefined || field.id !== group.field?.id)] : order;
}
