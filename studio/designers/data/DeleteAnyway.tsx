import { Button, Modal } from "@mantine/core";
import type { ModelRecord } from "#engine/definition/records/model";
import { countedRows } from "./DeleteRows.tsx";
import classes from "./data.module.css";
import type { WarnedDelete } from "./grid-row.ts";

/** What validations of rows that stay say to a delete, which is done when it is confirmed. */
export function DeleteAnyway(props: {
  readonly model: ModelRecord;
  readonly warned: WarnedDelete;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}) {
  const { model, warned } = props;
  const { keys, messages } = warned;
  return (
    <Modal opened onClose={props.onClose} title={`Delete ${countedRows(model, keys.length)} anyway?`} centered>
      <div className={classes.dialog}>
        <p>{keys.length === 1 ? "It was not deleted yet:" : "They were not deleted yet:"}</p>
        <ul className={classes.consequences}>
          {messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
        <div className={classes.dialogActions}>
          <Button variant="default" data-autofocus onClick={props.onClose}>
            {keys.length === 1 ? "Keep it" : "Keep them"}
          </Button>
          <Button color="red" onClick={props.onDelete}>
            Delete anyway
          </Button>
        </div>
      </div>
    </Modal>
  );
}
