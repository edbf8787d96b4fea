import { useDebouncedCallback } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Import, type LiveMapping, mapImport } from "#contract/http/imports";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { ApiError, call } from "../api/client.ts";
import { settled } from "./live-mapping.ts";
import { importKey } from "./use-import.ts";

/**
 * The mapping while it is being adjusted. The server proposes the first one; each change is tried by it on all rows, and
 * kept there, so that a reload shows what was adjusted. Of tries that overtake each other the newest counts.
 */
export function useLiveMapping(imported: Import, place: { readonly appId: AppId; readonly modelId: ModelId }) {
  const { appId, modelId } = place;
  const queries = useQueryClient();
  const known = imported.live?.appId === appId && imported.live.modelId === modelId ? imported.live : undefined;
  const [mapping, setMapping] = useState<LiveMapping | undefined>(known?.mapping);
  // From the first moment: what a reload finds is tried again below, and must not look settled until then.
  const [isTrying, setTrying] = useState(true);
  const [failure, setFailure] = useState<string>();
  const newest = useRef(0);

  const attempt = useCallback(
    async (wanted: LiveMapping | undefined) => {
      const turn = ++newest.current;
      setTrying(true);
      try {
        const body = { appId, modelId, ...(wanted ? { mapping: wanted } : {}) };
        const tried = await call(mapImport, { params: { importId: imported.id }, body });
        if (turn !== newest.current) return;
        queries.setQueryData(importKey(imported.id), tried);
        if (!wanted) setMapping(tried.live?.mapping);
        setFailure(undefined);
        setTrying(false);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (turn !== newest.current) return;
        setFailure(error.message);
        setTrying(false);
      }
    },
    [appId, modelId, imported.id, queries],
  );
  const attemptSoon = useDebouncedCallback((wanted: LiveMapping) => void attempt(wanted), 400);

  // What a reload finds is tried again: rows may have come to the model since.
  const first = useRef(known?.mapping);
  useEffect(() => void attempt(first.current), [attempt]);

  return {
    live: known,
    mapping,
    isTrying,
    failure,
    change: (next: LiveMapping) => {
      if (!known) return;
      const wanted = settled(known, next);
      setMapping(wanted);
      setTrying(true);
      newest.current += 1;
      attemptSoon(wanted);
    },
    retry: () => void attempt(mapping),
  };
}
