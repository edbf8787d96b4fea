import { type DragEvent, type KeyboardEvent, useState } from "react";
import type { LinkedRow } from "./list-columns.ts";

/**
 * Moves chips in a list that keeps its order: by dragging one over another, and by Alt with ← or →. In the input these move the
 * chip that was moved last, else the last one; on the cross of a chip that chip.
 */
export function useChipOrder({
  linked,
  isOrdered,
  onChange,
}: {
  readonly linked: readonly LinkedRow[];
  readonly isOrdered: boolean;
  readonly onChange: (linked: readonly LinkedRow[]) => void;
}) {
  const [dragged, setDragged] = useState<number>();
  const [moved, setMoved] = useState<LinkedRow["id"]>();
  const [said, setSaid] = useState("");
  const move = (from: number, to: number): void => {
    const row = linked[from];
    if (!row || from === to || to < 0 || to >= linked.length) return;
    onChange(linked.toSpliced(from, 1).toSpliced(to, 0, row));
    setMoved(row.id);
    setSaid(`${row.title}, ${to + 1} of ${linked.length}`);
  };
  return {
    /** What the last move has done, for those who do not see it. */
    said,
    /** Whether the key was one that moves a chip. */
    press(event: KeyboardEvent, index?: number): boolean {
      const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
      if (!isOrdered || !event.altKey || step === 0) return false;
      event.preventDefault();
      event.stopPropagation();
      const last = linked.findIndex(({ id }) => id === moved);
      const from = index ?? (last < 0 ? linked.length - 1 : last);
      move(from, from + step);
      return true;
    },
    chip: (index: number) =>
      isOrdered
        ? {
            draggable: true,
            "data-dragged": index === dragged || undefined,
            onDragStart(event: DragEvent) {
              event.dataTransfer.effectAllowed = "move";
              setDragged(index);
            },
            onDragOver(event: DragEvent) {
              if (dragged !== undefined) event.preventDefault();
            },
            onDrop(event: DragEvent) {
              event.preventDefault();
              if (dragged !== undefined) move(dragged, index);
              setDragged(undefined);
            },
            onDragEnd: () => setDragged(undefined),
          }
        : {},
  };
}
