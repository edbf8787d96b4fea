import { ActionIcon, FileButton, Portal, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconFileImport } from "@tabler/icons-react";
import { useEffect } from "react";
import { useApp } from "../../../app/use-app.ts";
import { ACCEPTED_FILES, useUpload } from "../../../imports/use-upload.ts";
import { useWindowDrop } from "../../../imports/use-window-drop.ts";
import classes from "./FromFile.module.css";

/** One more model from a file: chosen here, or dropped anywhere on the screen. */
export function FromFile() {
  const app = useApp();
  const { state, send } = useUpload(app.draftId);
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
        inputProps={{ "aria-label": "File to make a model from" }}
      >
        {(button) => (
          <Tooltip label="Add a model from a CSV, JSON or Excel file, or drop one here">
            <ActionIcon {...button} variant="default" size={32} loading={isBusy} aria-label="Add a model from a file">
              <IconFileImport size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
      </FileButton>
      {isDragging ? (
        <Portal>
          <div className={classes.overlay} aria-hidden="true">
            Drop to make a model of it
          </div>
        </Portal>
      ) : null}
    </>
  );
}
