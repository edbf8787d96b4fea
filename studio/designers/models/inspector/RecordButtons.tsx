import { Button } from "@mantine/core";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import type { RecordId } from "#engine/definition/ids";
import { usePendingStateOf } from "../../../draft-session/react/use-draft.ts";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./inspector.module.css";

/** What one can do to the whole record, at the end of its inspector. */
export function RecordButtons(props: {
  readonly recordId: RecordId;
  readonly onDuplicate: () => void;
  /** Undefined for what has to stay, which is said elsewhere. */
  readonly onDelete?: () => void;
}) {
  const { recordId, onDuplicate, onDelete } = props;
  const { revert } = useModelActions();
  const state = usePendingStateOf(recordId);
  return (
    <div className={classes.foot}>
      {state === "changed" ? (
        <Button variant="default" onClick={() => revert(recordId)}>
          Take back changes
        </Button>
      ) : null}
      <Button variant="default" leftSection={<IconCopy size={14} stroke={1.5} />} onClick={onDuplicate}>
        Duplicate
      </Button>
      <Button
        variant="default"
        color="red"
        leftSection={<IconTrash size={14} stroke={1.5} />}
        disabled={!onDelete}
        onClick={onDelete}
      >
        Delete
      </Button>
    </div>
  );
}
