import { IconGripVertical } from "@tabler/icons-react";
import { type PointerEvent as ReactPointerEvent, type RefObject, useState } from "react";
import classes from "./grid.module.css";
import type { GridProps } from "./grid-props.ts";
import type { GridRow } from "./grid-row.ts";
import { type GridPosition, ROW_HEIGHT } from "./use-grid-position.ts";

/** How close to the edge of the grid a drag scrolls it, in pixels. */
const EDGE = 40;

/** Moves rows in an order by hand: by a handle in the gutter, and by keys. */
export function useRowDrag(
  { state, moves }: GridProps,
  { position, scroller }: { readonly position: GridPosition; readonly scroller: RefObject<HTMLDivElement | null> },
) {
  const [gap, setGap] = useState<number>();
  const gapAt = (y: number): number => {
    const box = scroller.current?.getBoundingClientRect();
    const down = y - (box?.top ?? 0) + (scroller.current?.scrollTop ?? 0) - ROW_HEIGHT;
    return Math.max(0, Math.min(state.rows.length, Math.round(down / ROW_HEIGHT)));
  };
  const start = (event: ReactPointerEvent, row: GridRow) => {
    if (!moves || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const ended = new AbortController();
    const { signal } = ended;
    const end = () => {
      ended.abort();
      setGap(undefined);
    };
    window.addEventListener(
      "pointermove",
      ({ clientY }) => {
        const box = scroller.current?.getBoundingClientRect();
        if (box && clientY < box.top + EDGE + ROW_HEIGHT) scroller.current?.scrollBy({ top: -ROW_HEIGHT });
        if (box && clientY > box.bottom - EDGE) scroller.current?.scrollBy({ top: ROW_HEIGHT });
        setGap(gapAt(clientY));
      },
      { signal },
    );
    window.addEventListener(
      "pointerup",
      ({ clientY }) => {
        end();
        moves.drop(row, gapAt(clientY));
      },
      { signal },
    );
    window.addEventListener("pointercancel", end, { signal });
    window.addEventListener("keydown", (key) => key.key === "Escape" && end(), { signal });
  };
  /** The keyboard follows the row that it moves. */
  const step = (by: 1 | -1) => {
    const { activeRow, active } = position;
    const to = activeRow && moves?.step(activeRow, by);
    if (to !== undefined) position.select({ active: { ...active, row: to }, anchor: { ...active, row: to } });
  };
  return {
    step: moves && step,
    handle: moves
      ? (row: GridRow) =>
          row.id === undefined ? null : (
            <span
              aria-hidden
              className={classes.grip}
              title="Drag to move the row"
              data-grip
              onPointerDown={(event) => start(event, row)}
            >
              <IconGripVertical size={14} stroke={1.5} aria-hidden />
            </span>
          )
      : undefined,
    line: gap !== undefined && (
      <div
        aria-hidden
        className={classes.dropLine}
        style={{ top: ROW_HEIGHT * (gap + 1) - 1, width: position.width }}
      />
    ),
  };
}
