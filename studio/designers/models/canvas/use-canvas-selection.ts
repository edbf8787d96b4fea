import { useCallback, useMemo, useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import { useModelsPlace } from "../use-models-place.ts";

/** The selected models: one is in the address, several are only here. */
export function useCanvasSelection() {
  const place = useModelsPlace();
  const [several, setSeveral] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo<ReadonlySet<string>>(
    () => (several.size > 1 ? several : new Set(place.modelId ? [place.modelId] : [])),
    [several, place.modelId],
  );
  const selectNodes = useCallback(
    (ids: ReadonlySet<string>) => {
      setSeveral(ids.size > 1 ? ids : new Set());
      const [first] = [...ids];
      if (ids.size <= 1 && first !== place.modelId) place.select({ modelId: first as ModelId | undefined });
    },
    [place],
  );
  const clear = () => {
    setSeveral(new Set());
    if (place.modelId) place.select({});
  };
  return { selected, selectNodes, clear };
}
