import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";
import type { TreeRow } from "./tree-rows.ts";

interface Parts {
  readonly tree: RefObject<HTMLDivElement | null>;
  readonly rows: readonly TreeRow[];
  readonly selected: number | undefined;
}

/** The height of an item; the style sheet has the same. */
const ITEM_HEIGHT = 26;
/** Drawn above and below what is seen: a page of usual size is there as a whole. */
const AROUND = 150;

/** The rows of the tree that are near what is seen of it, and the room of the others: a page may have 20,000 parts. */
export function useDrawnRows({ tree, rows, selected }: Parts) {
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => tree.current,
    estimateSize: () => ITEM_HEIGHT,
    overscan: AROUND,
    // Before it is measured, as much as a window shows.
    initialRect: { width: 0, height: 900 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the item is another when the selection is
  useEffect(() => {
    const item = tree.current?.querySelector("[aria-selected=true]");
    if (item) {
      item.scrollIntoView({ block: "nearest" });
      return;
    }
    const index = rows.findIndex(({ node }) => node.from === selected);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: "center" });
  }, [selected, rows]);
  const shown = virtualizer.getVirtualItems();
  return {
    rows: shown.flatMap(({ index }) => {
      const row = rows[index];
      return row ? [{ row, index }] : [];
    }),
    before: shown[0]?.start ?? 0,
    after: virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0),
  };
}
