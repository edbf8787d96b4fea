import { Button, FileButton, Portal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconFileImport } from "@tabler/icons-react";
import { useEffect } from "react";
import type { DraftId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { ACCEPTED_FILES, useUpload } from "../../imports/use-upload.ts";
import { useWindowDrop } from "../../imports/use-window-drop.ts";
import classes from "./data.module.css";

/** Rows from a file into this live model: chosen here, or dropped anywhere on the screen. */
export function ImportRows(props: { readonly draftId: DraftId; readonly modelId: ModelId; readonly name: string }) {
  const { state, send } = useUpload(props.draftId, props.modelId);
  const isBusy = state.state === "uploading";
  const isDragging = useWindowDrop((file) => void send(file), !isBusy);
  const refusal = state.state === "refused" ? state.message : undefined;
  useEffect(() => {
    if (refusal) notifications.show({ color: "red", title: "The file was not taken", message: refusal });
  }, [refusal]);
  return (
    <>
      <FileButton
        onChange={(file) => file && void send(file)}
        accept={ACCEPTED_FILES}
        inputProps={{ "aria-label": `File with rows for ${props.name}` }}
      >
        {(button) => (
          <Button
            {...button}
            size="sm"
            variant="subtle"
            color="gray"
            loading={isBusy}
            leftSection={<IconFileImport size={16} stroke={1.5} aria-hidden />}
          >
            Import rows
          </Button>
        )}
      </FileButton>
      {isDragging ? (
        <Portal>
          <div className={classes.overlay} aria-hidden="true">
            Drop to import into {props.name}
          </div>
        </Portal>
      ) : null}
    </>
  );
}
