import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useDraftPart, useReader } from "../draft-session/react/use-draft.ts";
import { recordLabel } from "./record-label.ts";
import classes from "./text-conflicts.module.css";

const TextConflictDialog = lazy(async () => ({
  default: (await import("./TextConflictDialog.tsx")).TextConflictDialog,
}));

/** A quiet bar while a text waits for a decision, on every screen of the app; nothing has to be decided at once. */
export function TextConflicts() {
  const conflicts = useDraftPart((view) => view.textConflicts);
  const reader = useReader();
  const [openId, setOpen] = useState<string>();
  const [first] = conflicts;
  const open = conflicts.find((conflict) => conflict.id === openId);
  return (
    <div role="status">
      {first ? (
        <p className={classes.bar}>
          <span>
            {conflicts.length === 1
              ? `${first.by} and you changed the same lines of ${recordLabel(reader, first.recordId)}. Both versions are kept.`
              : `${conflicts.length} texts were changed by others on the lines that you changed. Both versions are kept.`}
          </span>
          <Button size="compact-xs" variant="default" onClick={() => setOpen(first.id)}>
            Compare and decide
          </Button>
        </p>
      ) : null}
      {open ? (
        <Suspense>
          <TextConflictDialog key={open.id} conflict={open} onClose={() => setOpen(undefined)} />
        </Suspense>
      ) : null}
    </div>
  );
}
