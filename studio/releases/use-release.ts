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

/** Numbers are counted per app, so the app is part of the key. */
export const releaseKey = (appId: AppId, number: number | undefined) => ["release", appId, number] as const;

/** A release and how far it is: told by the socket, and asked again in case the socket is down. */
export function useRelease(appId: AppId, number: number | undefined) {
  const queries = useQueryClient();
  const session = useDraftSession();
  const query = useQuery({
    queryKey: releaseKey(appId, number),
    queryFn: ({ signal }) => call(getRelease, { params: { appId, number: number as number } }, { signal }),
    enabled: number !== undefined,
    refetchInterval: ({ state }) =>
      (state.data && isFinished(state.data.state)) || isMissing(state.error) ? false : 400,
    staleTime: 0,
  });

  useEffect(() => {
    if (number === undefined) return;
    const socket = studioSocket();
    const progressed = (release: Release) => {
      if (release.appId === appId && release.number === number)
        queries.setQueryData(releaseKey(appId, number), release);
    };
    socket.on("release.progressed", progressed);
    return () => {
      socket.off("release.progressed", progressed);
    };
  }, [appId, number, queries]);

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
