import { create } from "zustand";
import type { FieldId, ModelId } from "#engine/definition/ids";

/** A relation that is being drawn: the card asks the rest in words. */
export interface RelationBeingDrawn {
  readonly from: ModelId;
  /** Absent: the card asks for it. */
  readonly to?: ModelId | undefined;
  /** Where the card stands, in pixels of the canvas; absent: in its middle. */
  readonly at?: { readonly x: number; readonly y: number } | undefined;
}

/** What is going on in the models designer and is nobody else's business: gone with a reload. */
export interface ModelsUi {
  /** Whose label is an input now. */
  readonly renaming: ModelId | FieldId | undefined;
  /** The model in which a field is being added in place. */
  readonly addingFieldTo: ModelId | undefined;
  readonly relating: RelationBeingDrawn | undefined;
  readonly isNamingModel: boolean;
  readonly isSearching: boolean;
  set(change: Partial<Omit<ModelsUi, "set">>): void;
}

export const useModelsUi = create<ModelsUi>((set) => ({
  renaming: undefined,
  addingFieldTo: undefined,
  relating: undefined,
  isNamingModel: false,
  isSearching: false,
  set: (change) => set(change),
}));
