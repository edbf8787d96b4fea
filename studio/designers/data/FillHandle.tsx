import classes from "./grid.module.css";
import type { GridRange } from "./grid-selection.ts";
import { GUTTER_WIDTH, ROW_HEIGHT } from "./use-grid-position.ts";

/** The square at the corner of the selection: drawn down or up, it repeats the selected values in the rows it passes. */
export function FillHandle(props: {
  readonly range: GridRange;
  readonly widths: readonly number[];
  /** The row that the handle was drawn to; undefined while it lies still. */
  readonly to: number | undefined;
  readonly onStart: () => void;
}) {
  const { range, widths, to } = props;
  const sum = (count: number) =>
    widths.slice(0, Math.max(0, count)).reduce((total, width) => total + width, GUTTER_WIDTH);
  const left = sum(range.left - 1);
  const right = sum(range.right);
  const top = Math.min(range.top, to ?? range.top);
  const bottom = Math.max(range.bottom, to ?? range.bottom);
  return (
    <>
      {to !== undefined && (
        <div
          aria-hidden
          className={classes.filled}
          style={{
            left,
            width: right - left,
            top: ROW_HEIGHT * (top + 1),
            height: ROW_HEIGHT * (bottom - top + 1),
          }}
        />
      )}
      <div
        aria-hidden
        className={classes.fillHandle}
        title="Drag to repeat the values"
        style={{ left: right - 4, top: ROW_HEIGHT * (range.bottom + 2) - 4 }}
        onPointerDown={(event) => {
          event.preventDefault();
          event.stopPropagation();
          props.onStart();
        }}
      />
    </>
  );
}
