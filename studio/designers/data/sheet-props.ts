import type { RefObject } from "react";
import type { GridCommands } from "./grid-commands.ts";
import type { GridProps } from "./grid-props.ts";
import type { useActiveCell } from "./use-active-cell.ts";
import type { useDataAddress } from "./use-data-address.ts";
import type { ModelRowsInput, useModelRows } from "./use-model-rows.ts";

/** What the parts of one model's sheet share. */
export interface SheetProps extends ModelRowsInput {
  readonly name: string;
  readonly rows: ReturnType<typeof useModelRows>;
  readonly address: ReturnType<typeof useDataAddress>;
  readonly canWrite: boolean;
  readonly commands: GridCommands;
  readonly selection: RefObject<GridProps["selectionRef"]["current"]>;
  readonly active: ReturnType<typeof useActiveCell>;
  readonly onAdd: () => void;
  readonly onDelete: (keys: readonly string[] | undefined) => void;
}
