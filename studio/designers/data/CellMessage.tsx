import { Popover } from "@mantine/core";
import classes from "./grid.module.css";
import type { CellIssue } from "./grid-row.ts";

/** What is wrong with the active cell, beneath it or where there is room: a cell at the edge of the grid has none. */
export function CellMessage({ issue }: { readonly issue: Exclude<CellIssue, { kind: "waiting" }> }) {
  return (
    <Popover
      opened
      position="bottom-start"
      offset={0}
      trapFocus={false}
      returnFocus={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withRoles={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: classes.message ?? "" }}
    >
      <Popover.Target>
        <span className={classes.messageAnchor} />
      </Popover.Target>
      <Popover.Dropdown data-issue={issue.kind}>{issue.message}</Popover.Dropdown>
    </Popover>
  );
}
