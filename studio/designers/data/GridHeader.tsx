import { Fragment, type ReactNode } from "react";
import { ColumnHeader } from "./ColumnHeader.tsx";
import type { ColumnMenuActions } from "./ColumnMenu.tsx";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import { GUTTER, HEADER_ROW } from "./grid-selection.ts";
import type { RowFilter, RowOrder } from "./row-filters.ts";
import type { GridPosition } from "./use-grid-position.ts";

/** The row of column names. The open menu is the field's id, so that the keyboard can open it too. */
export function GridHeader(props: {
  readonly columns: readonly GridColumn[];
  readonly position: GridPosition;
  readonly cellId: (row: number, column: number) => string;
  readonly lead: ReactNode;
  readonly order: RowOrder | undefined;
  readonly filters: readonly RowFilter[];
  readonly openMenu: string | undefined;
  readonly onMenu: (fieldId: string | undefined) => void;
  readonly actions: ColumnMenuActions;
}) {
  const { columns, position, order, filters, openMenu } = props;
  const { active } = position;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid's rows are virtual (Grid.tsx)
    <div role="row" tabIndex={-1} aria-rowindex={1} className={classes.header} style={{ width: position.width }}>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div
        role="columnheader"
        tabIndex={-1}
        id={props.cellId(HEADER_ROW, GUTTER)}
        aria-colindex={1}
        className={classes.gutterHead}
      >
        <span className="visually-hidden">Row</span>
      </div>
      {position.virtualColumns.map(({ index }) => {
        const column = columns[index];
        if (!column) return null;
        const cell = { row: HEADER_ROW, column: index + 1 };
        const header = (
          <ColumnHeader
            key={column.field.id}
            id={props.cellId(cell.row, cell.column)}
            column={column}
            index={index + 2}
            isActive={active.row === HEADER_ROW && active.column === cell.column}
            order={order?.fieldId === column.field.id ? order.direction : undefined}
            isFiltered={filters.some((filter) => filter.fieldId === column.field.id)}
            isMenuOpen={openMenu === column.field.id}
            onMenu={(open) => props.onMenu(open ? column.field.id : undefined)}
            onPick={() => position.setSelection({ active: cell, anchor: cell })}
            actions={props.actions}
          />
        );
        return index === 0 ? [header, <Fragment key="lead">{props.lead}</Fragment>] : header;
      })}
    </div>
  );
}
