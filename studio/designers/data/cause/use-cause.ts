import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { listOffendingRows, type OffendingRows, type RowKey } from "#contract/http/data";
import type { DraftId } from "#contract/platform-ids";
import { call } from "../../../api/client.ts";
import { useDraftPart } from "../../../draft-session/react/use-draft.ts";

export interface Cause {
  readonly found: OffendingRows | undefined;
  readonly isLoading: boolean;
  /** The rows that are shown. They stay when they are mended, so that one sees what was done, until the next are shown. */
  readonly listed: readonly RowKey[] | undefined;
  showNext(): void;
  again(): void;
}

/** The rows that the draft's plan names for a field, which Data shows alone. */
export function useCause(draftId: DraftId, fieldId: string | undefined): Cause {
  const queries = useQueryClient();
  const revision = useDraftPart((view) => view.revision);
  const waiting = useDraftPart((view) => view.waiting);
  const query = useQuery({
    queryKey: ["offending rows", draftId, fieldId, revision],
    queryFn: ({ signal }) => call(listOffendingRows, { params: { draftId, fieldId: fieldId as string } }, { signal }),
    enabled: fieldId !== undefined && waiting === 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const found = fieldId === undefined ? undefined : query.data;
  const [listed, setListed] = useState<{ readonly fieldId: string; readonly keys: readonly RowKey[] }>();
  const keys = found?.causes[0]?.keys;
  useEffect(() => {
    if (fieldId === undefined) setListed(undefined);
    else if (keys && listed?.fieldId !== fieldId) setListed({ fieldId, keys });
  }, [fieldId, keys, listed]);
  const again = useCallback(
    () => void queries.invalidateQueries({ queryKey: ["offending rows", draftId] }),
    [queries, draftId],
  );
  return {
    found,
    isLoading: fieldId !== undefined && found === undefined && !query.isError,
    listed: listed?.fieldId === fieldId ? listed?.keys : undefined,
    showNext: () => fieldId !== undefined && keys && setListed({ fieldId, keys }),
    again,
  };
}

/** Asks again when the writes that were under way are done. */
export function useAgainAfterWrites(saving: number, again: () => void): void {
  const wasSaving = useRef(false);
  useEffect(() => {
    if (saving === 0 && wasSaving.current) again();
    wasSaving.current = saving > 0;
  }, [saving, again]);
}
