import { useMemo } from "react";
import type { Person } from "#contract/socket/presence";
import type { ModelId } from "#engine/definition/ids";
import { isSameList, useDraftPart } from "../draft-session/react/use-draft.ts";
import { usePresenceStore } from "./presence-store.ts";

/** The people on a model or on one of its fields, for views that do not show fields. */
export function usePeopleWithin(modelId: ModelId): readonly Person[] {
  const fields = useDraftPart((view) => view.reader.fields(modelId), isSameList);
  const byPlace = usePresenceStore((state) => state.byPlace);
  return useMemo(
    () => [modelId, ...fields.map(({ id }) => id)].flatMap((id) => byPlace.get(id) ?? []),
    [byPlace, fields, modelId],
  );
}
