import { Button, Modal } from "@mantine/core";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import classes from "./data.module.css";

/** Deleted rows are gone for everybody at once, so it is asked, with what goes along. Nothing has to be typed. */
export function DeleteRows(props: {
  readonly live: DefinitionReader;
  readonly model: ModelRecord;
  readonly count: number;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}) {
  const { model, count } = props;
  const what =
    count === 1 ? `this ${model.label}` : `${count.toLocaleString("en")} ${model.pluralLabel ?? `${model.label} rows`}`;
  const consequences = relationConsequences(props.live, model.id);
  return (
    <Modal opened onClose={props.onClose} title={`Delete ${what}?`} centered>
      <div className={classes.dialog}>
        <p>
          {count === 1 ? "The row is live: it is" : "The rows are live: they are"} gone for everyone at once. You can
          restore {count === 1 ? "it" : "them"} for 30 days, under <em>Deleted rows</em>.
        </p>
        {consequences.length > 0 && (
          <ul className={classes.consequences}>
            {consequences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        <div className={classes.dialogActions}>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button color="red" data-autofocus onClick={props.onDelete}>
            {count === 1 ? "Delete the row" : `Delete ${count.toLocaleString("en")} rows`}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function relationConsequences(live: DefinitionReader, modelId: ModelId): readonly string[] {
  return live.relationsTo(modelId).map((field) => {
    const owner = live.model(field.modelId);
    const rows = owner?.pluralLabel ?? owner?.label ?? "rows";
    switch (field.type.onDelete) {
      case "cascade":
        return `${rows} whose ${field.label} is deleted are deleted too.`;
      case "set_null":
        return `${rows} that point here by ${field.label} point to nothing afterwards.`;
      default:
        return `A row that ${rows} point to by ${field.label} is kept, and a message says so.`;
    }
  });
}
