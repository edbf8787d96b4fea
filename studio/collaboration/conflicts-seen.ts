import { create } from "zustand";

/** By draft, the last edit up to which the person in this browser has seen their conflicts; later ones are marked as new. */
interface SeenStore {
  readonly told: Readonly<Record<string, number>>;
  readonly seen: Readonly<Record<string, number>>;
}

const useSeen = create<SeenStore>(() => ({ told: {}, seen: {} }));
const keyOf = (draftId: string): string => `quintet-conflicts-seen ${draftId}`;

function seenBefore(draftId: string): number {
  try {
    return Number(localStorage.getItem(keyOf(draftId))) || 0;
  } catch {
    return 0;
  }
}

/** A conflict was told by a toast; it stays marked until the list was opened. */
export const markTold = (draftId: string, revision: number): void =>
  useSeen.setState((state) => ({
    told: { ...state.told, [draftId]: Math.max(revision, state.told[draftId] ?? 0) },
  }));

export function markSeen(draftId: string, revision: number): void {
  useSeen.setState((state) => ({ seen: { ...state.seen, [draftId]: revision } }));
  try {
    localStorage.setItem(keyOf(draftId), String(Math.max(revision, seenBefore(draftId))));
  } catch {
    // Storage may be blocked; the mark then lasts as long as the page.
  }
}

export const useHasNewConflicts = (draftId: string): boolean =>
  useSeen((state) => (state.told[draftId] ?? 0) > (state.seen[draftId] ?? seenBefore(draftId)));
