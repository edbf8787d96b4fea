import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ColumnMenuActions } from "./ColumnMenu.tsx";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridRow, RowSessionState } from "./grid-row.ts";
import type { ColumnList } from "./list-columns.ts";
import type { RowFilter, RowOrder } from "./row-filters.ts";
import type { RowMoves } from "./row-places.ts";
import type { RowSession } from "./row-session.ts";

export interface RowPlace {
  readonly appId: AppId;
  readonly live: DefinitionReader;
}

export interface GridProps {
  readonly label: string;
  /** Where the rows are that links name. */
  readonly place: RowPlace;
  readonly columns: readonly GridColumn[];
  readonly state: RowSessionState;
  readonly session: RowSession;
  readonly commands: GridCommands;
  readonly order: RowOrder | undefined;
  readonly filters: readonly RowFilter[];
  readonly menu: ColumnMenuActions;
  /** The relation panel follows the active cell. */
  readonly onActive: (row: GridRow | undefined, column: GridColumn | undefined) => void;
  readonly onOpenRelation: (row: GridRow, column: GridColumn, text?: string) => void;
  readonly onOpenList: (row: GridRow, list: ColumnList) => void;
  readonly onOpenRow: () => void;
  readonly onAddBelow: (key: string) => void;
  readonly onDeleteRows: (keys: readonly string[]) => void;
  /** Absent where rows are shown in another order than one by hand. */
  readonly moves?: RowMoves | undefined;
  readonly canWrite: boolean;
  readonly selectionRef: { current: SelectionHandle | null };
}

/** What is around the grid may ask of it. */
export interface SelectionHandle {
  readonly selectedKeys: () => readonly string[];
  readonly goTo: (key: string) => void;
  /** Moves the keyboard a row up or down, in its column. */
  readonly step: (by: 1 | -1) => void;
  readonly focus: () => void;
}
