import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./DialogForm.module.css";

interface Props {
  readonly children: ReactNode;
  readonly onSubmit: () => void;
  readonly submitLabel: string;
  readonly isBusy: boolean;
  /** Red, and only with what must be typed. */
  readonly danger?: { readonly isReady: boolean };
  readonly leaveLabel?: string;
  readonly onLeave: () => void;
}

/** The form of a dialog: its text and inputs, then the way out and the way on. */
export function DialogForm(props: Props) {
  const { children, onSubmit, submitLabel, isBusy, danger, leaveLabel = "Cancel", onLeave } = props;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (danger?.isReady !== false) onSubmit();
      }}
    >
      {children}
      <div className={classes.actions}>
        <Button {...(danger ? { variant: "default" } : { variant: "subtle", color: "gray" })} onClick={onLeave}>
          {leaveLabel}
        </Button>
        <Button type="submit" loading={isBusy} {...(danger ? { color: "red", disabled: !danger.isReady } : {})}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
