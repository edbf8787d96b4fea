import { IconArrowBackUp, IconArrowForwardUp, IconRoute } from "@tabler/icons-react";
import type { UndoState } from "#contract/http/drafts";
import type { Action } from "#contract/permissions";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { lacksPages } from "#engine/edits/commands/model-pages";
import type { ScreenUndo } from "../../session/screen-undo.ts";
import type { PaletteItem } from "./palette-search.ts";

interface Input {
  readonly appId: AppId;
  readonly reader: DefinitionReader;
  readonly may: (action: Action) => boolean;
  readonly go: (to: string) => () => void;
  readonly undoState: UndoState;
  /** The undo of the screen, where it has one that is not the draft's. */
  readonly own: ScreenUndo | undefined;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** What can be done to the draft as it is now. */
export function draftItems({ appId, reader, may, go, ...steps }: Input): readonly PaletteItem[] {
  const withMorePages = reader.models.filter(({ id }) => lacksPages(reader, id));
  return [
    ...undoItems({ ...steps, canEdit: may("edit") }),
    ...(may("edit")
      ? withMorePages.map((model) => pagesItem(model, go(`/apps/${appId}/routes?pages=${model.id}`)))
      : []),
  ];
}

/** The screen's own undo takes the place of the draft's, as in the top bar. */
function undoItems({
  own,
  undoState,
  undo,
  redo,
  canEdit,
}: Pick<Input, "own" | "undoState" | "undo" | "redo"> & { readonly canEdit: boolean }): readonly PaletteItem[] {
  const undoItem = (label: string, run: () => void): PaletteItem => ({
    id: "undo",
    group: "Do",
    label: `Undo: ${label}`,
    icon: IconArrowBackUp,
    keys: "⌘ Z",
    run,
  });
  const redoItem = (label: string, run: () => void): PaletteItem => ({
    id: "redo",
    group: "Do",
    label: `Redo: ${label}`,
    icon: IconArrowForwardUp,
    keys: "⇧ ⌘ Z",
    run,
  });
  if (own) {
    return [
      ...(own.label === undefined ? [] : [undoItem(own.label, own.undo)]),
      ...(own.redoLabel === undefined ? [] : [redoItem(own.redoLabel, own.redo)]),
    ];
  }
  if (!canEdit) return [];
  return [
    ...(undoState.undo === null ? [] : [undoItem(undoState.undo, undo)]),
    ...(undoState.redo === null ? [] : [redoItem(undoState.redo, redo)]),
  ];
}

const pagesItem = (model: ModelRecord, run: () => void): PaletteItem => ({
  id: `pages-${model.id}`,
  group: "Do",
  label: `Add pages of ${model.pluralLabel ?? model.label}`,
  icon: IconRoute,
  words: "list detail new edit delete form route",
  run,
});
