import type { ModelId } from "#engine/definition/ids";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { useDraftSession } from "../../../draft-session/react/session-context.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";
import type { Drawing } from "./drawing.ts";

/** What the keys without a modifier do, by the key. */
export function useLetterKeys(input: {
  readonly drawing: Drawing;
  readonly selected: ReadonlySet<string>;
  readonly selectNodes: (ids: ReadonlySet<string>) => void;
  readonly comeNear: (modelId: string) => void;
}): Readonly<Record<string, () => void>> {
  const { drawing, selected, selectNodes, comeNear } = input;
  const place = useModelsPlace();
  const actions = useModelActions();
  const session = useDraftSession();
  const set = useModelsUi((ui) => ui.set);
  const { modelId, fieldId } = place;
  const rename = () => {
    if (!modelId) return;
    comeNear(modelId);
    set({ renaming: fieldId ?? modelId });
  };
  const remove = () => {
    if (fieldId) actions.deleteField(fieldId);
    else for (const id of selected) if (session.view.reader.model(id as ModelId)) actions.deleteModel(id as ModelId);
    focusCanvas();
  };
  return {
    m: () => set({ isNamingModel: true }),
    f: () => {
      if (modelId) {
        comeNear(modelId);
        set({ addingFieldTo: modelId });
      } else if (drawing.models.length === 0) set({ isNamingModel: true });
    },
    r: () => {
      if (modelId) set({ relating: { from: modelId } });
    },
    l: () => place.show("list"),
    "/": () => set({ isSearching: true }),
    Enter: rename,
    F2: rename,
    Escape: () => {
      if (fieldId) place.select({ modelId });
      else selectNodes(new Set());
      focusCanvas();
    },
    Delete: remove,
    Backspace: remove,
  };
}
