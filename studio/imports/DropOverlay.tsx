import { Portal } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./DropOverlay.module.css";

/** Over the whole window while a file is dragged in it: what letting go will do. */
export function DropOverlay({ children }: { readonly children: ReactNode }) {
  return (
    <Portal>
      <div className={classes.overlay} aria-hidden="true">
        <span>{children}</span>
      </div>
    </Portal>
  );
}
