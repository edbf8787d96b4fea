import { Menu } from "@mantine/core";
import {
  IconArrowBarDown,
  IconArrowDown,
  IconArrowUp,
  IconEraser,
  IconLayoutSidebarRightExpand,
  IconPencil,
  IconRowInsertBottom,
  IconTrash,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { Kbd } from "../../components/Kbd.tsx";

export interface CellMenuActions {
  readonly edit: () => void;
  readonly openRow: () => void;
  readonly addBelow: () => void;
  readonly clear: () => void;
  readonly fillDown: () => void;
  readonly deleteRows: () => void;
  readonly moveRow?: (step: 1 | -1) => void;
}

interface Entry {
  readonly label: string;
  readonly keys?: string;
  readonly icon: ComponentType<{ size: number; stroke: number; "aria-hidden": boolean }>;
  readonly run: () => void;
  readonly isDisabled?: boolean;
}

/** What can be done with the selected cells, at the place of a right click or of the active cell. */
export function CellMenu(props: {
  /** In the window, in pixels; undefined while the menu is closed. */
  readonly at: { readonly x: number; readonly y: number } | undefined;
  readonly rowCount: number;
  readonly canEditCell: boolean;
  readonly canWrite: boolean;
  readonly actions: CellMenuActions;
  readonly onClose: () => void;
}) {
  const { at, rowCount, canWrite, actions } = props;
  const { moveRow } = actions;
  const entries: readonly (Entry | undefined)[] = [
    { label: "Open row", keys: "⌘ ↵", icon: IconLayoutSidebarRightExpand, run: actions.openRow },
    canWrite
      ? { label: "Edit", keys: "↵", icon: IconPencil, run: actions.edit, isDisabled: !props.canEditCell }
      : undefined,
    canWrite ? { label: "Empty", keys: "⌫", icon: IconEraser, run: actions.clear } : undefined,
    canWrite && rowCount > 1
      ? { label: "Fill down", keys: "⌘ D", icon: IconArrowBarDown, run: actions.fillDown }
      : undefined,
    ...(moveRow && rowCount === 1
      ? [
          { label: "Move up", keys: "⌥ ⇧ ↑", icon: IconArrowUp, run: () => moveRow(-1) },
          { label: "Move down", keys: "⌥ ⇧ ↓", icon: IconArrowDown, run: () => moveRow(1) },
        ]
      : []),
    canWrite ? { label: "Add row below", icon: IconRowInsertBottom, run: actions.addBelow } : undefined,
  ];
  return (
    <Menu
      opened={at !== undefined}
      onChange={(isOpen) => !isOpen && props.onClose()}
      position="bottom-start"
      withinPortal
    >
      <Menu.Target>
        <span aria-hidden style={{ position: "fixed", left: at?.x ?? 0, top: at?.y ?? 0, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label="Cell">
        {entries.map((entry) => entry && <Item key={entry.label} {...entry} />)}
        {canWrite && (
          <>
            <Menu.Divider />
            <Item
              label={rowCount === 1 ? "Delete row" : `Delete ${rowCount.toLocaleString("en")} rows`}
              keys="⌘ ⌫"
              icon={IconTrash}
              run={actions.deleteRows}
            />
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Item({ label, keys, icon: Icon, run, isDisabled = false }: Entry) {
  return (
    <Menu.Item
      disabled={isDisabled}
      leftSection={<Icon size={16} stroke={1.5} aria-hidden />}
      rightSection={keys === undefined ? null : <Kbd keys={keys} />}
      onClick={run}
    >
      {label}
    </Menu.Item>
  );
}
