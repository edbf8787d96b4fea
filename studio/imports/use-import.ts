import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { getImport, type Import } from "#contract/http/imports";
import type { ImportId } from "#contract/platform-ids";
import { call } from "../api/client.ts";
import { studioSocket } from "../api/socket.ts";

const isWorking = (state: Import["state"] | undefined): boolean =>
  state === "uploading" || state === "analysing" || state === "importing";

export const importKey = (importId: string) => ["imports", importId] as const;

/** An import and its progress: received from the socket, and requested twice a second in case the socket is down. */
export function useImport(importId: ImportId | undefined) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: importKey(importId ?? ""),
    queryFn: ({ signal }) => call(getImport, { params: { importId: importId as ImportId } }, { signal }),
    enabled: importId !== undefined,
    refetchInterval: ({ state }) => (isWorking(state.data?.state) ? 500 : false),
    staleTime: 0,
  });

  useEffect(() => {
    if (importId === undefined) return;
    const socket = studioSocket();
    const progressed = (progress: Import) => {
      if (progress.id === importId) queries.setQueryData(importKey(importId), progress);
    };
    socket.on("import.progressed", progressed);
    return () => {
      socket.off("import.progressed", progressed);
    };
  }, [importId, queries]);

  return query;
}
