import { assertNever } from "../assert-never.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { SlotScope } from "../kinds/kind-facts.ts";
import { stepScope } from "./flow-scope.ts";
import { formScope } from "./form-scope.ts";
import {
  choicesScope,
  type ExpressionScope,
  formulaScope,
  modelShapes,
  queryScope,
  routeScope,
  rowScope,
  ruleScope,
  validationScope,
} from "./scope.ts";

/** The scope of a slot's expression; undefined when its model or its form does not exist. */
export function slotScope(slot: SlotScope, reader: DefinitionReader): ExpressionScope | undefined {
  const model = modelShapes(reader);
  switch (slot.name) {
    case "rule":
      return model(slot.modelId) && ruleScope(slot.modelId, model);
    case "fieldRule": {
      const modelId = reader.field(slot.fieldId)?.modelId;
      return modelId && model(modelId) && ruleScope(modelId, model);
    }
    case "validation":
      return model(slot.modelId) && validationScope(slot.modelId, model);
    case "formula":
      return model(slot.modelId) && formulaScope(slot.modelId, model);
    case "row":
      return model(slot.modelId) && rowScope(slot.modelId, model);
    case "choices":
      return model(slot.modelId) && model(slot.targetId) && choicesScope(slot, model);
    case "route":
      return routeScope(model);
    case "query":
      return model(slot.modelId) && queryScope(slot, model);
    case "step":
      return stepScope(reader, slot.stepId, slot.modelId);
    case "form":
    case "formDone":
      return formScope(reader, slot.formId, slot.name);
    default:
      return assertNever(slot);
  }
}
