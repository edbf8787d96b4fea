import { notifications } from "@mantine/notifications";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { type LooseFieldType, pointsTo } from "#engine/definition/records/field";
import { isNeededToSignIn } from "#engine/definition/users";
import {
  addField,
  addRelation,
  deleteField,
  duplicateField,
  renameField,
  reorderField,
  setFieldType,
} from "#engine/edits/commands/fields";
import { addManyToMany } from "#engine/edits/commands/links";
import type { RelationOptions } from "#engine/field-types/relation";
import { randomBytes } from "../../../api/random.ts";
import { NEEDED_TO_SIGN_IN } from "../parts/needed-to-sign-in.ts";
import type { ActionContext } from "./action-context.ts";
import { tellDeleted } from "./tell-deleted.tsx";

/** What one can do to fields, relations among them. */
export function fieldActions(context: ActionContext) {
  const { session, apply, attempt, attemptForm, select } = context;
  const reader = () => session.view.reader;
  /** Whether the field has to stay as it is; then says so. */
  const mustStay = (fieldId: FieldId): boolean => {
    const field = reader().field(fieldId);
    if (!field || !isNeededToSignIn(reader(), field)) return false;
    notifications.show({ title: `${field.label} stays`, message: NEEDED_TO_SIGN_IN });
    return true;
  };
  return {
    addField: (input: { modelId: ModelId; label: string; type: LooseFieldType }) => {
      const { modelId, label, type } = input;
      if (pointsTo({ type }) === undefined) return attempt(addField(reader(), { modelId, label, type }, randomBytes));
      if (type.automatic !== undefined)
        return attempt(addField(reader(), { modelId, label, type, indexed: true }, randomBytes));
      const { targetModelId } = type as RelationOptions;
      return attempt(addRelation(reader(), { modelId, targetModelId, label }, randomBytes));
    },
    relate: (input: {
      modelId: ModelId;
      targetModelId: ModelId;
      label: string;
      reverseName?: string;
      unique?: boolean;
    }) => {
      const command = addRelation(reader(), input, randomBytes);
      const refusal = attemptForm(command);
      if (!refusal) select({ modelId: input.modelId, fieldId: command.fieldId });
      return refusal;
    },
    /** Rows of two models go with each other. */
    link: (input: { modelId: ModelId; targetModelId: ModelId; names: readonly [string, string] }) => {
      const command = addManyToMany(reader(), input, randomBytes);
      const refusal = attemptForm(command);
      if (!refusal) select({ modelId: command.modelId });
      return refusal;
    },
    renameField: (fieldId: FieldId, label: string) =>
      attempt(renameField(reader(), { fieldId, label, nameFollows: true })),
    setFieldType: (fieldId: FieldId, type: LooseFieldType) => {
      if (reader().field(fieldId)?.type.name !== type.name && mustStay(fieldId)) return;
      apply(setFieldType(reader(), { fieldId, type }));
    },
    deleteField: (fieldId: FieldId) => {
      if (mustStay(fieldId)) return;
      const field = reader().field(fieldId);
      const command = deleteField(reader(), { fieldId });
      if (!field || !apply(command)) return;
      select({ modelId: field.modelId });
      const owner = reader().model(field.modelId)?.label ?? "its model";
      tellDeleted(context, { title: `${field.label} of ${owner}`, command });
    },
    duplicateField: (fieldId: FieldId) => {
      const modelId = reader().field(fieldId)?.modelId;
      const command = duplicateField(reader(), { fieldId }, randomBytes);
      if (apply(command)) select({ modelId, fieldId: command.fieldId });
    },
    moveField: (fieldId: FieldId, step: -1 | 1) => {
      const field = reader().field(fieldId);
      const fields = field ? reader().fields(field.modelId) : [];
      const neighbour = fields[fields.findIndex((other) => other.id === fieldId) + step];
      if (neighbour)
        apply(
          reorderField(reader(), { fieldId, place: step < 0 ? { before: neighbour.id } : { after: neighbour.id } }),
        );
    },
  };
}
