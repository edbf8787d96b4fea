import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { getDraft } from "#contract/http/drafts";
import { getRelease, type Release } from "#contract/http/releases";
import type { AppId } from "#contract/platform-ids";
import { ApiError, call } from "../api/client.ts";
import { studioSocket } from "../api/socket.ts";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { isFinished } from "./release-labels.ts";

const isMissing = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

const releaseKey = (releaseId: number | undefined) => ["release", releaseId] as const;

/** A release and how far it is: told by the socket, and asked again in case the socket is down. */
export function useRelease(appId: AppId, releaseId: number | undefined) {
  const queries = useQueryClient();
  const session = useDraftSession();
  const query = useQuery({
    queryKey: releaseKey(releaseId),
    queryFn: ({ signal }) => call(getRelease, { params: { appId, releaseId: releaseId as number } }, { signal }),
    enabled: releaseId !== undefined,
    refetchInterval: ({ state }) =>
      (state.data && isFinished(state.data.state)) || isMissing(state.error) ? false : 400,
    staleTime: 0,
  });

  useEffect(() => {
    if (releaseId === undefined) return;
    const socket = studioSocket();
    const progressed = (release: Release) => {
      if (release.id === releaseId) queries.setQueryData(releaseKey(releaseId), release);
    };
    socket.on("release.progressed", progressed);
    return () => {
      socket.off("release.progressed", progressed);
    };
  }, [releaseId, queries]);

  // Once it is live, the draft is drawn against the new version, and the histories are no longer true.
  const state = query.data?.state;
  const draftId = session.view.draftId;
  useEffect(() => {
    if (state !== "live" && state !== "failed") return;
    void queries.invalidateQueries({ queryKey: ["releases", appId] });
    void queries.invalidateQueries({ queryKey: ["apps"] });
    void queries.invalidateQueries({ queryKey: ["rows", appId] });
    if (state === "live") {
      void call(getDraft, { params: { draftId } })
        .then((draft) => session.refreshLive(draft))
        // The socket or the next visit brings it; the release itself is shown already.
        .catch(() => undefined);
    }
  }, [state, appId, draftId, queries, session]);

  return query;
}
