import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMemo } from "react";
import type { FieldId, ModelId, RecordId } from "#engine/definition/ids";
import { type LooseFieldType, pointsTo } from "#engine/definition/records/field";
import type { Consequence } from "#engine/edits/commands/edit-command";
import {
  addField,
  addRelation,
  deleteField,
  duplicateField,
  renameField,
  reorderField,
  setFieldType,
} from "#engine/edits/commands/fields";
import { addModel, deleteModel, duplicateModel, renameModel, reorderModel } from "#engine/edits/commands/models";
import { restoreRecord, revertRecord } from "#engine/edits/commands/restore";
import type { RelationOptions } from "#engine/field-types/relation";
import { randomBytes } from "../../api/random.ts";
import type { Command } from "../../draft-session/draft-view.ts";
import { useDraftSession } from "../../draft-session/react/session-context.ts";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import { useModelsUi } from "./models-ui.ts";
import { useModelsPlace } from "./use-models-place.ts";

/** What one says of a model to add it. */
export interface NewModel {
  readonly label: string;
  readonly pluralLabel?: string;
  /** As an imported model has them: a list page, a page for each row, and a REST resource. */
  readonly withPagesAndApi: boolean;
}

/** All that one can do to models, for the canvas, the list, the inspector and the keys alike. */
export function useModelActions() {
  const session = useDraftSession();
  const { apply, attempt, attemptForm, undo } = useDraftActions();
  const { select } = useModelsPlace();
  const set = useModelsUi((ui) => ui.set);

  return useMemo(() => {
    const reader = () => session.view.reader;

    /** Says what went along, for as long as it can be taken back. */
    const tellDeleted = (what: string, command: Command & { readonly consequences: readonly Consequence[] }) => {
      const id = `deleted-${what}`;
      // Undo takes back the last edit: once that is another, this note must not offer to.
      const { definition } = session.view;
      const unsubscribe = session.subscribe(() => {
        if (session.view.definition !== definition && session.view.undoState.undo !== command.label)
          notifications.hide(id);
      });
      notifications.show({
        id,
        onClose: unsubscribe,
        title: `${what} is deleted in the draft`,
        message: (
          <>
            {command.consequences.map((consequence) => consequence.message).join(" ")}{" "}
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                undo();
              }}
            >
              Undo
            </Button>
          </>
        ),
      });
    };

    return {
      /** Adds a model where it was asked for and goes on to its first field; or gives back why not. */
      addModel: (input: NewModel & { readonly at?: { x: number; y: number } }) => {
        const { label, pluralLabel, withPagesAndApi, at } = input;
        const command = addModel(
          reader(),
          { label, withPagesAndApi, ...(pluralLabel ? { pluralLabel } : {}) },
          randomBytes,
        );
        const refusal = attemptForm(command);
        if (refusal) return refusal;
        if (at) session.place("models", { [command.modelId]: at });
        select({ modelId: command.modelId });
        set({ addingFieldTo: command.modelId, isNamingModel: false });
        return undefined;
      },
      /** Gives back why it was refused, as `renameField` and `addField` do. */
      renameModel: (modelId: ModelId, label: string) =>
        attempt(renameModel(reader(), { modelId, label, nameFollows: true })),
      deleteModel: (modelId: ModelId) => {
        const label = reader().model(modelId)?.label;
        const command = deleteModel(reader(), { modelId });
        if (label === undefined || !apply(command)) return;
        select({});
        tellDeleted(label, command);
      },
      duplicateModel: (modelId: ModelId) => {
        const command = duplicateModel(reader(), { modelId }, randomBytes);
        if (apply(command)) select({ modelId: command.modelId });
      },
      moveModel: (modelId: ModelId, step: -1 | 1) => {
        const models = reader().models;
        const neighbour = models[models.findIndex((model) => model.id === modelId) + step];
        if (neighbour)
          apply(
            reorderModel(reader(), { modelId, place: step < 0 ? { before: neighbour.id } : { after: neighbour.id } }),
          );
      },
      addField: (input: { modelId: ModelId; label: string; type: LooseFieldType }) => {
        const { modelId, label, type } = input;
        const command =
          pointsTo({ type }) !== undefined
            ? addRelation(
                reader(),
                { modelId, targetModelId: (type as RelationOptions).targetModelId, label },
                randomBytes,
              )
            : addField(reader(), { modelId, label, type }, randomBytes);
        return attempt(command);
      },
      relate: (input: { modelId: ModelId; targetModelId: ModelId; label: string; reverseName?: string }) => {
        const command = addRelation(reader(), input, randomBytes);
        const refusal = attemptForm(command);
        if (!refusal) select({ modelId: input.modelId, fieldId: command.fieldId });
        return refusal;
      },
      renameField: (fieldId: FieldId, label: string) =>
        attempt(renameField(reader(), { fieldId, label, nameFollows: true })),
      setFieldType: (fieldId: FieldId, type: LooseFieldType) => apply(setFieldType(reader(), { fieldId, type })),
      deleteField: (fieldId: FieldId) => {
        const field = reader().field(fieldId);
        const command = deleteField(reader(), { fieldId });
        if (!field || !apply(command)) return;
        select({ modelId: field.modelId });
        tellDeleted(`${field.label} of ${reader().model(field.modelId)?.label ?? "its model"}`, command);
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
      /** Restores a deleted record as it is live, with all that it owns. */
      restore: (id: RecordId) => {
        const live = session.view.live?.definition;
        if (live) apply(restoreRecord(reader(), { live, id }));
      },
      /** Sets what changed of a record back to what is live. */
      revert: (id: RecordId) => {
        const live = session.view.live?.definition;
        if (live) apply(revertRecord(reader(), { live, id }));
      },
    };
  }, [session, apply, attempt, attemptForm, undo, select, set]);
}

export type ModelActions = ReturnType<typeof useModelActions>;
