import { assertNever } from "../assert-never.ts";
import type { SlotScope } from "../kinds/kind-facts.ts";
import { type ExpressionScope, queryScope, routeScope, ruleScope } from "./scope.ts";

/** The scope of a slot's expression; undefined when its model does not exist. */
export function slotScope(slot: SlotScope, model: ExpressionScope["model"]): ExpressionScope | undefined {
  switch (slot.name) {
    case "rule":
      return model(slot.modelId) && ruleScope(slot.modelId, model);
    case "route":
      return routeScope(model);
    case "query":
      return model(slot.modelId) && queryScope(slot, model);
    default:
      return assertNever(slot);
  }
}
