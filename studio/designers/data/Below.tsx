import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./grid.module.css";

/** What belongs to the input lies beneath it, above all else: a click in it does not take the focus away. */
export function Below({ shown, children }: { readonly shown: ReactNode; readonly children: ReactNode }) {
  return (
    <Popover
      opened={Boolean(shown)}
      position="bottom-start"
      offset={2}
      trapFocus={false}
      returnFocus={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withRoles={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: classes.below ?? "" }}
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown
        onPointerDown={(event) => event.preventDefault()}
        onMouseDown={(event) => event.preventDefault()}
      >
        {shown}
      </Popover.Dropdown>
    </Popover>
  );
}
