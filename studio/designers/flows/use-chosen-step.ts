import { useCallback, useEffect, useRef, useState } from "react";
import type { StepId } from "#engine/definition/ids";
import { useFlowPlace } from "./use-flow-place.ts";

/**
 * The chosen step. It is in the address, which changes a moment later than the step is chosen: the next key must know it
 * at once.
 */
export function useChosenStep(): [StepId | undefined, (id: StepId | undefined) => void] {
  const { stepId, choose: show } = useFlowPlace();
  const [chosen, setChosen] = useState(stepId);
  const awaited = useRef<{ readonly id: StepId | undefined }>(undefined);
  const shown = useRef(stepId);
  shown.current = stepId;
  useEffect(() => {
    if (awaited.current && awaited.current.id !== stepId) return;
    awaited.current = undefined;
    setChosen(stepId);
  }, [stepId]);
  const choose = useCallback(
    (id: StepId | undefined) => {
      awaited.current = id === shown.current ? undefined : { id };
      setChosen(id);
      show(id);
    },
    [show],
  );
  return [chosen, choose];
}
