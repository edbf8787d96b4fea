import { useEffect, useMemo, useRef } from "react";
import { useLocation } from "react-router";
import type { AccountId, DraftId } from "#contract/platform-ids";
import { type PeopleChanged, type Place, screenSchema } from "#contract/socket/presence";
import { isRecordId } from "#engine/definition/ids";
import { isEqualJson } from "#engine/definition/json";
import { studioSocket } from "../api/socket.ts";
import { useDraftPart } from "../draft-session/react/use-draft.ts";
import { showNobody, showPeople, usePresenceStore } from "./presence-store.ts";

/** Steps within this time are told as one. */
const TELL_AFTER_MS = 150;
/** After this long without a key or a move one counts as away. */
const IDLE_AFTER_MS = 3 * 60_000;

/** Tells where one is, and hears where the others are, for as long as the app is open. */
export function usePresence({ draftId, me }: { readonly draftId: DraftId; readonly me: AccountId }): void {
  useOthers({ draftId, me });
  useTellingOwnPlace(draftId);
}

function useOthers({ draftId, me }: { readonly draftId: DraftId; readonly me: AccountId }): void {
  useEffect(() => {
    const socket = studioSocket();
    const changed = (people: PeopleChanged) => {
      if (people.draftId === draftId) showPeople(people, me);
    };
    socket.on("presence.changed", changed);
    socket.on("disconnect", showNobody);
    return () => {
      socket.off("presence.changed", changed);
      socket.off("disconnect", showNobody);
      showNobody();
    };
  }, [draftId, me]);
}

/** Tells the own place after each step, and whether one is away. */
function useTellingOwnPlace(draftId: DraftId): void {
  const place = useOwnPlace();
  const isOnline = useDraftPart((view) => view.connection === "online");
  const latest = useRef(place);
  const tell = useRef(() => {});

  useEffect(() => {
    if (!isOnline) return;
    const socket = studioSocket();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let idleTimer: ReturnType<typeof setTimeout> | undefined;
    let isAway = false;
    let told: unknown;
    const soon = (afterMs = TELL_AFTER_MS) => {
      timer ??= setTimeout(() => {
        timer = undefined;
        const now = { draftId, place: latest.current, isIdle: isAway || document.hidden };
        if (isEqualJson(told ?? null, now)) return;
        told = now;
        // Refused or lost, it is told again with the next step.
        socket.timeout(10_000).emit("presence.set", now, (failure, answer) => {
          if (failure || !answer.ok) told = undefined;
        });
      }, afterMs);
    };
    const active = () => {
      clearTimeout(idleTimer);
      idleTimer = setTimeout(() => {
        isAway = true;
        soon();
      }, IDLE_AFTER_MS);
      if (!isAway) return;
      isAway = false;
      soon();
    };
    const hidden = () => soon();
    tell.current = soon;
    soon(0);
    active();
    document.addEventListener("visibilitychange", hidden);
    document.addEventListener("pointermove", active, { passive: true });
    document.addEventListener("keydown", active);
    return () => {
      tell.current = () => {};
      clearTimeout(timer);
      clearTimeout(idleTimer);
      document.removeEventListener("visibilitychange", hidden);
      document.removeEventListener("pointermove", active);
      document.removeEventListener("keydown", active);
    };
  }, [draftId, isOnline]);

  useEffect(() => {
    latest.current = place;
    tell.current();
  }, [place]);
}

/** A screen tells what of one's place is not in the address: the cell of a grid. */
export function useAnnounce(detail: Pick<Place, "recordId" | "rowKey"> | undefined): void {
  const { recordId, rowKey } = detail ?? {};
  useEffect(() => {
    if (recordId === undefined) return;
    usePresenceStore.setState({ detail: { recordId, ...(rowKey === undefined ? {} : { rowKey }) } });
    return () => usePresenceStore.setState({ detail: undefined });
  }, [recordId, rowKey]);
}

function useOwnPlace(): Place {
  const { pathname, search } = useLocation();
  const detail = usePresenceStore((state) => state.detail);
  return useMemo(() => {
    const [, , , path, own] = pathname.split("/");
    const screen = screenSchema.safeParse(path);
    if (!screen.success) return { screen: "models" };
    const query = new URLSearchParams(search);
    const chosen = [
      detail?.recordId,
      query.get("field"),
      query.get("step"),
      query.get("route"),
      query.get("group"),
      own,
    ].find(isRecordId);
    return {
      screen: screen.data,
      ...(chosen ? { recordId: chosen } : {}),
      ...(detail?.rowKey === undefined ? {} : { rowKey: detail.rowKey }),
    };
  }, [pathname, search, detail]);
}
