import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { type DraftState, getDraft } from "#contract/http/drafts";
import type { AccountId, DraftId } from "#contract/platform-ids";
import { checkApp } from "#engine/checks/check-app";
import { call } from "../api/client.ts";
import { makeBatchId } from "../api/random.ts";
import { onEventsMissed, studioSocket } from "../api/socket.ts";
import { type DraftNotice, DraftSession } from "./draft-session.ts";
import { later } from "./later.ts";
import { DraftSessionContext } from "./session-context.ts";
import { socketTransport } from "./socket-transport.ts";
import { whenQuiet } from "./when-quiet.ts";

interface Props {
  readonly draftId: DraftId;
  readonly me: AccountId;
  readonly loading: ReactNode;
  readonly failed: (error: Error, retry: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** Loads a draft and keeps one session for as long as its app is open, whichever designer is. */
export function DraftProvider({ draftId, me, loading, failed, children }: Props) {
  const draft = useQuery({
    queryKey: ["drafts", draftId],
    queryFn: ({ signal }) => call(getDraft, { params: { draftId } }, { signal }),
    // The session keeps itself up to date from here on; each opening starts from a fresh copy.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const [session, setSession] = useState<DraftSession>();
  const queries = useQueryClient();
  const state = draft.data;

  useEffect(() => {
    if (!state) return;
    const opened = openSession({ state, me });
    setSession(opened);
    const stopNotices = opened.onNotice((notice) => tell(notice, opened));
    const socket = studioSocket();
    const refresh = async () => {
      void queries.invalidateQueries({ queryKey: ["apps"] });
      opened.refreshLive(await call(getDraft, { params: { draftId: state.draftId } }));
    };
    const released = (release: { appId: string; state: string }) => {
      if (release.appId === state.appId && release.state === "live") void refresh();
    };
    const imported = (progress: { appId?: string | undefined; state: string }) => {
      if (progress.appId === state.appId && progress.state !== "importing") void refresh();
    };
    socket.on("release.progressed", released);
    socket.on("import.progressed", imported);
    // Meanwhile others may have published, and moved things; while the server is away, the next time brings it.
    const stopMissed = onEventsMissed(() => void refresh().catch(() => undefined));
    return () => {
      socket.off("release.progressed", released);
      socket.off("import.progressed", imported);
      stopMissed();
      stopNotices();
      opened.close();
      setSession(undefined);
    };
  }, [state, me, queries]);

  if (draft.isError) return failed(draft.error, () => void draft.refetch());
  if (!session) return loading;
  return <DraftSessionContext value={session}>{children}</DraftSessionContext>;
}

function openSession({ state, me }: { readonly state: DraftState; readonly me: AccountId }): DraftSession {
  return new DraftSession({
    state,
    me,
    transport: socketTransport(studioSocket(), state.draftId),
    makeBatchId,
    check: checkApp,
    whenIdle: whenQuiet,
    after: later,
  });
}

/** Toasts are for what happened elsewhere or can be taken back; one's own edits are seen where they were made. */
function tell(notice: DraftNotice, session: DraftSession): void {
  switch (notice.kind) {
    case "refused":
      notifications.show({ color: "red", title: `${notice.label}: taken back`, message: notice.message });
      return;
    case "overtook": {
      const [first] = notice.overtook;
      if (!first) return;
      const id = `overtook-${first.recordId}-${first.property}`;
      const restore = () => {
        notifications.hide(id);
        const operations = notice.overtook.map(({ recordId, property, theirs }) =>
          theirs === undefined
            ? ({ op: "update", id: recordId, set: {}, unset: [property] } as const)
            : ({ op: "update", id: recordId, set: { [property]: theirs }, unset: [] } as const),
        );
        session.apply({ label: `Take ${first.by}'s version`, operations });
      };
      notifications.show({
        id,
        title: `${first.by} had just changed the same`,
        message: (
          <>
            {first.by}: {show(first.theirs)}. Yours, which stands: {show(first.yours)}.{" "}
            <Button size="xs" variant="default" onClick={restore}>
              Take {first.by}'s
            </Button>
          </>
        ),
      });
      return;
    }
    case "undone":
    case "redone": {
      const [first] = notice.kept;
      if (first) {
        notifications.show({
          title: `${notice.kind === "undone" ? "Undone" : "Done again"} in part: ${notice.label}`,
          message: `${first.by} changed ${notice.kept.length === 1 ? `the ${first.property}` : `${notice.kept.length} properties`} since; that was left as it is.`,
        });
      }
      return;
    }
    case "edited":
      return;
  }
}

const show = (value: unknown): string =>
  value === undefined ? "nothing" : typeof value === "string" ? `"${value}"` : JSON.stringify(value);
