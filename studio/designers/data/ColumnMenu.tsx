import { Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconColumnRemove,
  IconFilter,
  IconPencil,
  IconViewportNarrow,
  IconViewportWide,
} from "@tabler/icons-react";
import { canOrder } from "#engine/expressions/totals";
import { useReader } from "../../draft-session/react/use-draft.ts";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";

export interface ColumnMenuActions {
  sort(column: GridColumn, direction: "asc" | "desc" | undefined): void;
  filter(column: GridColumn): void;
  hide(column: GridColumn): void;
  edit(column: GridColumn): void;
  resize(column: GridColumn, width: number): void;
}

interface Props {
  readonly column: GridColumn;
  readonly order: "asc" | "desc" | undefined;
  readonly actions: ColumnMenuActions;
}

const icon = { size: 16, stroke: 1.5, "aria-hidden": true } as const;

/** By how many pixels a column becomes wider or narrower. */
const WIDTH_STEP = 48;

/** What can be done with a column, by mouse and by keyboard. */
export function ColumnMenu(props: Props & { readonly isOpen: boolean; readonly onOpen: (isOpen: boolean) => void }) {
  const { column, order, actions } = props;
  const reader = useReader();
  const isSorted = column.name !== undefined && column.list === undefined && canOrder(reader, column.field);
  return (
    <Menu opened={props.isOpen} onChange={props.onOpen} position="bottom-start" withinPortal returnFocus={false}>
      <Menu.Target>
        <button type="button" tabIndex={-1} className={classes.headButton} aria-label={`Menu of ${column.field.label}`}>
          <IconChevronDown {...icon} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {isSorted && <OrderItems column={column} order={order} actions={actions} />}
        <Menu.Item
          leftSection={<IconViewportWide {...icon} />}
          closeMenuOnClick={false}
          onClick={() => actions.resize(column, column.width + WIDTH_STEP)}
        >
          Wider
        </Menu.Item>
        <Menu.Item
          leftSection={<IconViewportNarrow {...icon} />}
          closeMenuOnClick={false}
          onClick={() => actions.resize(column, column.width - WIDTH_STEP)}
        >
          Narrower
        </Menu.Item>
        <Menu.Item leftSection={<IconColumnRemove {...icon} />} onClick={() => actions.hide(column)}>
          Hide
        </Menu.Item>
        {column.list === undefined && (
          <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => actions.edit(column)}>
            Edit field
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Sorting and filtering, for a live column whose values have an order. */
function OrderItems({ column, order, actions }: Props) {
  return (
    <>
      <Menu.Item
        leftSection={<IconArrowUp {...icon} />}
        onClick={() => actions.sort(column, order === "asc" ? undefined : "asc")}
      >
        {order === "asc" ? "Do not sort" : "Sort ascending"}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowDown {...icon} />}
        onClick={() => actions.sort(column, order === "desc" ? undefined : "desc")}
      >
        {order === "desc" ? "Do not sort" : "Sort descending"}
      </Menu.Item>
      <Menu.Item leftSection={<IconFilter {...icon} />} onClick={() => actions.filter(column)}>
        Filter…
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
