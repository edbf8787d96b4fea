import type { RefObject } from "react";
import { hasCommandKey, hasNoModifier, isTyping } from "../../../components/platform-keys.ts";
import { useScreenKeys } from "../../../components/use-screen-keys.ts";
import { useUiStore } from "../../../session/ui-store.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";

/** The keys of the list as a whole: the canvas's letters, as far as they mean something here. */
export function useListKeys(view: RefObject<HTMLElement | null>): void {
  const place = useModelsPlace();
  const actions = useModelActions();
  const set = useModelsUi((ui) => ui.set);
  useScreenKeys(view, (event) => {
    if (isTyping(event.target)) return;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (hasCommandKey(event) && event.key.toLowerCase() === "d" && place.modelId) {
      if (place.fieldId) actions.duplicateField(place.fieldId);
      else actions.duplicateModel(place.modelId);
      return done();
    }
    if (!hasNoModifier(event)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "l") place.show("canvas");
    else if (key === "m") set({ isNamingModel: true });
    else if (key === "f" && place.modelId) set({ addingFieldTo: place.modelId });
    else if (key === "/") useUiStore.getState().setPaletteOpen(true);
    else if (key === "Escape" && place.fieldId) place.select({ modelId: place.modelId });
    else return;
    done();
  });
}
