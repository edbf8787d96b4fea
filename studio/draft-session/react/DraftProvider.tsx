import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { type DraftState, getDraft } from "#contract/http/drafts";
import type { AccountId, DraftId } from "#contract/platform-ids";
import { checkApp } from "#engine/checks/check-app";
import { call } from "../../api/client.ts";
import { makeBatchId } from "../../api/random.ts";
import { onEventsMissed, studioSocket } from "../../api/socket.ts";
import { useMay } from "../../session/use-may.ts";
import { DraftSession } from "../draft-session.ts";
import { indexedDbJournal } from "../indexed-db-journal.ts";
import { later } from "../later.ts";
import { socketTransport } from "../socket-transport.ts";
import { whenQuiet } from "../when-quiet.ts";
import { DraftSessionContext } from "./session-context.ts";

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
  const canEdit = useMay()("edit");
  const queries = useQueryClient();
  const state = draft.data;

  useEffect(() => {
    if (!state) return;
    const opened = openSession({ state, me, canEdit });
    setSession(opened);
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
      opened.close();
      setSession(undefined);
    };
  }, [state, me, canEdit, queries]);

  if (draft.isError) return failed(draft.error, () => void draft.refetch());
  if (!session) return loading;
  return <DraftSessionContext value={session}>{children}</DraftSessionContext>;
}

function openSession({
  state,
  me,
  canEdit,
}: {
  readonly state: DraftState;
  readonly me: AccountId;
  readonly canEdit: boolean;
}): DraftSession {
  // Where a viewer drags things is theirs alone, and lasts as long as the window.
  const transport = socketTransport(studioSocket(), state.draftId);
  return new DraftSession({
    state,
    me,
    transport: canEdit ? transport : { ...transport, saveLayout: async () => undefined },
    journal: indexedDbJournal({ accountId: me, draftId: state.draftId, tab: makeBatchId() }),
    now: Date.now,
    makeBatchId,
    check: checkApp,
    whenIdle: whenQuiet,
    after: later,
  });
}
