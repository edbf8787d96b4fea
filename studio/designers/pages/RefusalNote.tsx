import { Button, CloseButton } from "@mantine/core";
import classes from "./pages.module.css";
import type { EditRefusal } from "./use-page-edit.ts";

/** What was not done and why, with what could be done instead. */
export function RefusalNote(props: { readonly refusal: EditRefusal; readonly onClose: () => void }) {
  const { title, reason, offers } = props.refusal;
  return (
    <div role="alert" className={classes.refusal}>
      <p>
        <strong>{title}.</strong> {reason}
      </p>
      {offers.map(({ label, run }) => (
        <Button key={label} size="compact-xs" variant="default" onClick={run}>
          {label}
        </Button>
      ))}
      <CloseButton size="sm" aria-label="Close" onClick={props.onClose} />
    </div>
  );
}
