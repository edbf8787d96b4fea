import { Button } from "@mantine/core";
import type { ReactNode, RefObject } from "react";
import { ProblemNote } from "./ProblemNote.tsx";
import classes from "./ShortForm.module.css";

interface Props {
  /** Its name for screen readers, where no heading stands before it. */
  readonly label?: string;
  /** `row`: its inputs stand beside each other, as far as there is room. */
  readonly layout: "column" | "row";
  readonly form?: RefObject<HTMLFormElement | null>;
  readonly children: ReactNode;
  readonly submitLabel: string;
  readonly isBusy: boolean;
  /** Why it was refused, unless an input says so already. */
  readonly error: Error | null | undefined;
  readonly onSubmit: () => void;
  readonly leaveLabel?: string;
  readonly onLeave: () => void;
}

/** A few inputs that make one thing (a key, a token, an invitation), with the way on, the way out and the refusal. */
export function ShortForm(props: Props) {
  const { label, layout, form, children, submitLabel, isBusy, error, onSubmit, leaveLabel = "Cancel", onLeave } = props;
  return (
    <form
      {...(form ? { ref: form } : {})}
      className={classes.form}
      data-layout={layout}
      {...(label ? { "aria-label": label } : {})}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <div className={classes.actions}>
        <Button type="submit" loading={isBusy}>
          {submitLabel}
        </Button>
        <Button variant="subtle" color="gray" onClick={onLeave}>
          {leaveLabel}
        </Button>
      </div>
      {error ? (
        <div role="alert" className={classes.problem}>
          <ProblemNote problem={{ severity: "error", message: error.message }} />
        </div>
      ) : null}
    </form>
  );
}
