import type { ModelId } from "#engine/definition/ids";
import { addLinkDetails, removeLinkDetails, setLinkMutual, setLinkOrder } from "#engine/edits/commands/links";
import { addModel, deleteModel, duplicateModel, renameModel, reorderModel } from "#engine/edits/commands/models";
import { randomBytes } from "../../../api/random.ts";
import type { ActionContext } from "./action-context.ts";
import { tellDeleted } from "./tell-deleted.tsx";

/** What one says of a model to add it. */
export interface NewModel {
  readonly label: string;
  readonly pluralLabel?: string;
  /** As an imported model has them: a list page, a page for each row, and a REST resource. */
  readonly withPagesAndApi: boolean;
}

/** What one can do to models. */
export function modelActions(context: ActionContext) {
  const { session, apply, attempt, attemptForm, select, set } = context;
  const reader = () => session.view.reader;
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
      tellDeleted(context, { title: label, command });
    },
    duplicateModel: (modelId: ModelId) => {
      const command = duplicateModel(reader(), { modelId }, randomBytes);
      if (apply(command)) select({ modelId: command.modelId });
    },
    addLinkDetails: (modelId: ModelId) => apply(addLinkDetails(reader(), { modelId })),
    removeLinkDetails: (modelId: ModelId) => apply(removeLinkDetails(reader(), { modelId })),
    setLinkOrder: (link: { readonly modelId: ModelId; readonly side: 0 | 1; readonly isOrdered: boolean }) =>
      apply(setLinkOrder(reader(), link, randomBytes)),
    setLinkMutual: (link: { readonly modelId: ModelId; readonly isMutual: boolean }) =>
      apply(setLinkMutual(reader(), link, randomBytes)),
    moveModel: (modelId: ModelId, step: -1 | 1) => {
      const models = reader().models;
      const neighbour = models[models.findIndex((model) => model.id === modelId) + step];
      if (neighbour)
        apply(
          reorderModel(reader(), { modelId, place: step < 0 ? { before: neighbour.id } : { after: neighbour.id } }),
        );
    },
  };
}
