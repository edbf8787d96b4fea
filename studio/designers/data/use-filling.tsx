import { useState } from "react";
import { FillHandle } from "./FillHandle.tsx";
import type { GridProps } from "./grid-props.ts";
import { GUTTER } from "./grid-selection.ts";
import type { GridPosition } from "./use-grid-position.ts";

export type Filling = ReturnType<typeof useFilling>;

/** The handle at the corner of the selection, and what happens when it is drawn over rows and let go. */
export function useFilling({ commands, canWrite, columns, state }: GridProps, position: GridPosition) {
  const [to, setTo] = useState<number>();
  const { range, isInHeader } = position;
  const isShown = canWrite && !isInHeader && range.left > GUTTER && state.rows.length > 0;
  return {
    isOn: to !== undefined,
    drawTo: (row: number) => setTo(row),
    end() {
      if (to === undefined) return;
      setTo(undefined);
      if (to >= range.top && to <= range.bottom) return;
      commands.fill(range, to);
      position.setSelection({
        active: { row: Math.min(range.top, to), column: range.left },
        anchor: { row: Math.max(range.bottom, to), column: range.right },
      });
    },
    handle: isShown && (
      <FillHandle
        range={range}
        widths={columns.map(({ width }) => width)}
        to={to}
        onStart={() => setTo(range.bottom)}
      />
    ),
  };
}
