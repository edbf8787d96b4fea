import { Fragment, type ReactNode } from "react";
import type { AppId } from "#contract/platform-ids";
import { bareKey } from "../../values/short-key.ts";
import { GridCell } from "./GridCell.tsx";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { GridRow } from "./grid-row.ts";
import { type Cell, GUTTER, isInRange } from "./grid-selection.ts";
import { type GridPosition, ROW_HEIGHT } from "./use-grid-position.ts";

interface Props {
  readonly appId: AppId;
  readonly row: GridRow;
  readonly index: number;
  /** Pixels from the first row. */
  readonly start: number;
  readonly columns: readonly GridColumn[];
  readonly position: GridPosition;
  readonly cellId: (row: number, column: number) => string;
  readonly lead: ReactNode;
  readonly editor: ReactNode;
  readonly onDown: (cell: Cell, extend: boolean) => void;
  readonly onEnter: (cell: Cell) => void;
  readonly onEdit: () => void;
  readonly onOpenRow: () => void;
  /** What moves the row, where rows are in an order by hand. */
  readonly grip?: ((row: GridRow) => ReactNode) | undefined;
}

/** One row of the grid: its number in the gutter, then its cells. */
export function GridRowView(props: Props) {
  const { row, index, columns, position } = props;
  const { active, range } = position;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid's rows are virtual (Grid.tsx)
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      className={classes.row}
      data-new={row.id === undefined || undefined}
      data-saving={row.saving || undefined}
      style={{ width: position.width, transform: `translateY(${props.start + ROW_HEIGHT}px)` }}
    >
      <GutterCell {...props} />
      {position.virtualColumns.map(({ index: columnIndex }) => {
        const column = columns[columnIndex];
        if (!column) return null;
        const cell = { row: index, column: columnIndex + 1 };
        const isActive = active.row === cell.row && active.column === cell.column;
        const drawn = (
          <GridCell
            key={column.field.id}
            id={props.cellId(cell.row, cell.column)}
            index={columnIndex + 2}
            appId={props.appId}
            row={row}
            column={column}
            isActive={isActive}
            isSelected={!position.isInHeader && isInRange(range, cell.row, cell.column)}
            editor={isActive ? props.editor : null}
            onDown={(extend) => props.onDown(cell, extend)}
            onEnter={() => props.onEnter(cell)}
            onEdit={props.onEdit}
          />
        );
        return columnIndex === 0 ? [drawn, <Fragment key="lead">{props.lead}</Fragment>] : drawn;
      })}
    </div>
  );
}

/** The row's key; selecting it selects the row, a double click opens it. */
function GutterCell({ grip, appId, row, index, position, cellId, onDown, onEnter, onOpenRow }: Props) {
  const { active, anchor, range } = position;
  const hasWholeRows = active.column === GUTTER || anchor.column === GUTTER;
  const gutter = { row: index, column: GUTTER };
  return (
    <GridCell
      appId={appId}
      id={cellId(index, GUTTER)}
      index={1}
      className={classes.gutter}
      isActive={active.row === index && active.column === GUTTER}
      isSelected={index >= range.top && index <= range.bottom && hasWholeRows}
      before={grip?.(row)}
      text={row.id === undefined ? "new" : bareKey(row.id)}
      title={typeof row.id === "string" ? row.id : undefined}
      onDown={(extend) => onDown(gutter, extend)}
      onEnter={() => onEnter(gutter)}
      onEdit={onOpenRow}
    />
  );
}
