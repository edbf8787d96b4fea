import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type RuleAction, ruleActions } from "../definition/records/access.ts";
import { describeAccess } from "./describe-rule.ts";

export interface AccessChange {
  readonly modelId: ModelId;
  readonly modelLabel: string;
  readonly action: RuleAction;
  readonly before: string;
  readonly after: string;
  /** More callers may do it than before, or it is unknown whether they are. */
  readonly widens: boolean;
}

/** Who may do what to the rows of each model, where that changes. A removed model is not listed: nobody may any more. */
export function accessChanges(from: DefinitionReader | undefined, to: DefinitionReader): AccessChange[] {
  return to.models.flatMap((model) =>
    ruleActions.flatMap((action): AccessChange[] => {
      const before = describeAccess(from, model.id, action);
      const after = describeAccess(to, model.id, action);
      if (before.words === after.words) return [];
      const widens = after.openness > before.openness || (after.openness === before.openness && after.openness > 0);
      return [{ modelId: model.id, modelLabel: model.label, action, before: before.words, after: after.words, widens }];
    }),
  );
}
