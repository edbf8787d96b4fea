import type { FieldId, ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldAction, fieldActions, type RuleAction, ruleActions } from "../definition/records/access.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { signUpOf, usersModelOf } from "../definition/users.ts";
import { accessVerdicts } from "./access-verdicts.ts";
import { describeAccess, describeFieldAccess } from "./describe-rule.ts";

export interface AccessChange {
  readonly modelId: ModelId;
  readonly modelLabel: string;
  /** Of a change for one field alone. To write it is the action `update`. */
  readonly field?: { readonly id: FieldId; readonly label: string };
  readonly action: RuleAction;
  readonly before: string;
  readonly after: string;
  /** More callers may do it than before, or it is unknown whether they are. */
  readonly widens: boolean;
}

/**
 * Who may do what to the rows of each model and to single fields, where that changes. A removed model is not listed: nobody
 * may any more; nor is a new field, which is told as one.
 */
export function accessChanges(from: DefinitionReader | undefined, to: DefinitionReader): AccessChange[] {
  const opened = openedBySignUp(from, to);
  return to.models.flatMap((model) => [
    ...ruleActions.flatMap((action): AccessChange[] => {
      const before = describeAccess(from, model.id, action);
      const after = describeAccess(to, model.id, action);
      const isOpened = opened(model.id, action);
      if (before.words === after.words && !isOpened) return [];
      const widens =
        isOpened || after.openness > before.openness || (after.openness === before.openness && after.openness > 0);
      const words = isOpened ? `${after.words}; anyone can sign up now` : after.words;
      return [{ modelId: model.id, modelLabel: model.label, action, before: before.words, after: words, widens }];
    }),
    ...to.fields(model.id).flatMap((field) => fieldChanges(from, to, { model, field })),
  ]);
}

function fieldChanges(
  from: DefinitionReader | undefined,
  to: DefinitionReader,
  { model, field }: { readonly model: ModelRecord; readonly field: FieldRecord },
): AccessChange[] {
  const old = from?.field(field.id);
  if (!from || !old) return [];
  // A model or a group that has another name by now is no change of access.
  const namedAsNow = (reader: DefinitionReader, one: FieldRecord, action: FieldAction) => {
    const isFree = !reader.fieldRules(one.id).some((rule) => rule.action === action);
    return { isFree, ...describeFieldAccess(reader, one, action) };
  };
  return fieldActions.flatMap((action): AccessChange[] => {
    const [before, after] = [namedAsNow(from, old, action), namedAsNow(to, field, action)];
    if (before.words === after.words || (before.isFree && after.isFree)) return [];
    const isWider = after.isFree || after.openness > before.openness;
    const widens = isWider || (after.openness === before.openness && after.openness > 0 && !before.isFree);
    return [
      {
        modelId: model.id,
        modelLabel: model.label,
        field: { id: field.id, label: field.label },
        action: action === "read" ? "read" : "update",
        before: before.words,
        after: after.words,
        widens,
      },
    ];
  });
}

/**
 * Where everybody can sign up from now on, all that people who sign in may do beyond visitors is opened to everybody,
 * although no rule changes.
 */
function openedBySignUp(from: DefinitionReader | undefined, to: DefinitionReader) {
  const isOpen = (reader: DefinitionReader | undefined): boolean =>
    reader !== undefined && usersModelOf(reader) !== undefined && signUpOf(reader) === "open";
  if (!isOpen(to) || isOpen(from)) return () => false;
  const verdicts = accessVerdicts(to);
  return (modelId: ModelId, action: RuleAction): boolean => {
    const [visitors, users] = [verdicts.rows("visitors", modelId, action), verdicts.rows("users", modelId, action)];
    return users !== "none" && !(visitors === "all" && users === "all");
  };
}
