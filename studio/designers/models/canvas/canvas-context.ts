import { createContext, useContext, useMemo, useRef } from "react";
import { EdgeRouter } from "../../../canvas/edge-router.ts";
import type { ModelActions } from "../use-model-actions.ts";
import type { ModelsPlace } from "../use-models-place.ts";

/**
 * What nodes and their rows do, as one value that never changes: two thousand rows neither read the URL nor draw again
 * when it changes.
 */
export interface CanvasCommands {
  select: ModelsPlace["select"];
  actions(): ModelActions;
  /** The ways of all relations round the models. */
  readonly router: EdgeRouter;
}

export const CanvasContext = createContext<CanvasCommands | undefined>(undefined);

export function useCanvas(): CanvasCommands {
  const commands = useContext(CanvasContext);
  if (!commands) throw new Error("A part of the canvas is used outside of it (ModelCanvas.tsx).");
  return commands;
}

export function useCanvasCommands(place: ModelsPlace, actions: ModelActions): CanvasCommands {
  const latest = useRef({ place, actions });
  latest.current = { place, actions };
  return useMemo(
    () => ({
      select: (selection) => latest.current.place.select(selection),
      actions: () => latest.current.actions,
      router: new EdgeRouter((work) => setTimeout(work)),
    }),
    [],
  );
}
