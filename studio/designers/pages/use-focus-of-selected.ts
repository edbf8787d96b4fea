import { type RefObject, useEffect, useRef } from "react";
import type { TreeRow } from "./tree-rows.ts";

interface Parts {
  readonly tree: RefObject<HTMLDivElement | null>;
  readonly rows: readonly TreeRow[];
  readonly selected: number | undefined;
  /** Set when the selected item is to take the focus: once. */
  readonly takesFocus: { current: boolean };
}

/**
 * Moves the focus with the selection, where it is in the tree already. The selected item of a long page is drawn after it
 * was scrolled to, so it takes the focus when it is there.
 */
export function useFocusOfSelected({ tree, rows, selected, takesFocus }: Parts): { current: boolean } {
  /** A key was pressed in the tree: the item that had the focus may be another now. */
  const hadKey = useRef(false);
  const isWanted = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the item is another when the selection is
  useEffect(() => {
    const { activeElement, body } = document;
    const isIn = tree.current?.contains(activeElement) || (hadKey.current && activeElement === body);
    isWanted.current = isIn || takesFocus.current;
    hadKey.current = false;
  }, [selected, rows]);
  useEffect(() => {
    const item = isWanted.current ? tree.current?.querySelector<HTMLElement>("[aria-selected=true]") : undefined;
    if (!item) return;
    isWanted.current = false;
    takesFocus.current = false;
    item.focus({ preventScroll: true });
  });
  return hadKey;
}
