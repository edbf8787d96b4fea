import type { RefObject } from "react";
import { relationTarget } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridProps } from "./grid-props.ts";
import { RelationPanel } from "./RelationPanel.tsx";
import { RowPanel } from "./RowPanel.tsx";
import type { useActiveCell } from "./use-active-cell.ts";
import type { ModelRowsInput, useModelRows } from "./use-model-rows.ts";

/** Undefined while the panel is closed, or the active cell holds no relation. */
export function relationPanel(input: {
  readonly appId: ModelRowsInput["app"]["id"];
  readonly live: ReturnType<typeof useModelRows>["rowReader"];
  readonly active: ReturnType<typeof useActiveCell>;
  readonly commands: GridCommands;
}) {
  const { appId, live, active, commands } = input;
  const { row, column, panelText, closePanel } = active;
  if (panelText === undefined || !live || !row || !column || !relationTarget(column.live)) return undefined;
  return (
    <RelationPanel
      appId={appId}
      live={live}
      row={row}
      column={column}
      typed={panelText}
      onPick={(target) => {
        commands.relate({ row, column }, target);
        closePanel();
      }}
      onClose={closePanel}
    />
  );
}

/** The row that the keyboard is on, once its panel was opened. */
export function rowPanel(input: {
  readonly app: ModelRowsInput["app"];
  readonly model: ModelRowsInput["model"];
  readonly name: string;
  readonly rows: ReturnType<typeof useModelRows>;
  readonly active: ReturnType<typeof useActiveCell>;
  readonly selection: RefObject<GridProps["selectionRef"]["current"]>;
  readonly commands: GridCommands;
  readonly canWrite: boolean;
  readonly onDelete: (key: string) => void;
}) {
  const { rows, active, selection } = input;
  const row = active.row && rows.state.rows.find(({ key }) => key === active.row?.key);
  if (!active.isRowOpen || !rows.rowReader || !row) return undefined;
  return (
    <RowPanel
      appId={input.app.id}
      live={rows.rowReader}
      over={input.name}
      row={row}
      model={input.model}
      columns={rows.allColumns}
      commands={input.commands}
      canWrite={input.canWrite}
      onStep={(by) => selection.current?.step(by)}
      onDelete={() => input.onDelete(row.key)}
      onClose={active.closePanel}
    />
  );
}
