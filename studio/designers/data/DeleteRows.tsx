import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { previewDelete, type RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { call } from "../../api/client.ts";
import classes from "./data.module.css";
import { deleteConsequences } from "./delete-consequences.ts";

/** Deleted rows are gone for everybody at once, so it is asked, with what goes along. Nothing has to be typed. */
export function DeleteRows(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly model: ModelRecord;
  readonly count: number;
  /** Of those that are stored. */
  readonly rowIds: readonly RowKey[];
  readonly onDelete: () => void;
  readonly onClose: () => void;
}) {
  const { model, count } = props;
  const preview = useDeletePreview(props);
  // Of several rows, those that nothing keeps are deleted.
  const isKept = count === 1 && typeof preview.data?.keptBy === "string";
  return (
    <Modal opened onClose={props.onClose} title={`Delete ${countedRows(model, count)}?`} centered>
      <div className={classes.dialog}>
        {!isKept && (
          <p>
            {count === 1 ? "The row is live: it is" : "The rows are live: they are"} gone for everyone at once. You can
            restore {count === 1 ? "it" : "them"} for 30 days, under <em>Deleted rows</em>.
          </p>
        )}
        <Consequences {...props} preview={preview} />
        <div className={classes.dialogActions}>
          <Button variant="default" onClick={props.onClose}>
            {isKept ? "Close" : "Cancel"}
          </Button>
          {!isKept && (
            <Button color="red" data-autofocus onClick={props.onDelete}>
              {count === 1 ? "Delete the row" : `Delete ${count.toLocaleString("en")} rows`}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}

/** "this Book", "3 Books". */
export const countedRows = (model: ModelRecord, count: number): string =>
  count === 1 ? `this ${model.label}` : `${count.toLocaleString("en")} ${model.pluralLabel ?? `${model.label} rows`}`;

function useDeletePreview({ appId, live, model, rowIds }: Parameters<typeof DeleteRows>[0]) {
  const isPointedTo = live.relationsTo(model.id).length > 0;
  return useQuery({
    queryKey: ["rows", appId, model.id, "delete-preview", rowIds],
    queryFn: ({ signal }) =>
      call(previewDelete, { params: { appId, modelId: model.id }, body: { rowIds: [...rowIds] } }, { signal }),
    enabled: isPointedTo && rowIds.length > 0,
    gcTime: 0,
  });
}

function Consequences({
  live,
  model,
  rowIds,
  preview,
}: Pick<Parameters<typeof DeleteRows>[0], "live" | "model" | "rowIds"> & {
  readonly preview: ReturnType<typeof useDeletePreview>;
}) {
  if (!preview.isEnabled) return null;
  if (preview.isPending)
    return <p className={classes.quiet}>Looking for what points to {rowIds.length === 1 ? "it" : "them"}…</p>;
  if (preview.isError) return <p className={classes.problem}>{preview.error.message}</p>;
  const sentences = deleteConsequences(preview.data, { live, model, count: rowIds.length });
  return (
    <ul className={classes.consequences}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
