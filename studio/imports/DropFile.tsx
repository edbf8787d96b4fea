import { Button, FileButton, Progress } from "@mantine/core";
import { IconFileTypeCsv, IconUpload } from "@tabler/icons-react";
import type { DraftId } from "#contract/platform-ids";
import { DropOverlay } from "./DropOverlay.tsx";
import classes from "./drop-file.module.css";
import { ACCEPTED_FILES, MAX_FILE_BYTES, useUpload } from "./use-upload.ts";
import { useWindowDrop } from "./use-window-drop.ts";

/**
 * Takes a data file by drop (anywhere in the window), by the file dialog or by the keyboard, uploads it and goes
 * to its import. With `into` the import proposes to add a model to that draft.
 */
export function DropFile(props: { readonly into?: DraftId; readonly compact?: boolean; readonly title?: string }) {
  const { state, send, cancel } = useUpload(props.into);
  const busy = state.state === "uploading";
  const dragging = useWindowDrop((file) => void send(file), !busy);

  return (
    <section
      className={classes.zone}
      data-compact={props.compact || undefined}
      data-dragging={dragging || undefined}
      aria-label="Import a file"
    >
      {busy ? (
        <UploadProgress fileName={state.fileName} share={state.share} onCancel={cancel} />
      ) : (
        <>
          <IconFileTypeCsv size={props.compact ? 24 : 32} stroke={1.25} aria-hidden className={classes.icon} />
          <p className={classes.title}>{props.title ?? "Drop a data file here"}</p>
          <p className={classes.hint}>
            CSV, TSV, JSON and NDJSON up to {MAX_FILE_BYTES / 1024 / 1024} MB, Excel workbooks up to 20 MB. Types, keys
            and choices are read from all rows, and shown before anything is made.
          </p>
          <FileButton
            onChange={(file) => file && void send(file)}
            accept={ACCEPTED_FILES}
            inputProps={{ "aria-label": "File to import" }}
          >
            {(button) => (
              <Button {...button} variant="default" leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}>
                Choose a file
              </Button>
            )}
          </FileButton>
          {state.state === "refused" && (
            <p role="alert" className={classes.problem}>
              {state.message}
            </p>
          )}
        </>
      )}
      {dragging && <DropOverlay>Drop to import</DropOverlay>}
    </section>
  );
}

function UploadProgress(props: { readonly fileName: string; readonly share: number; readonly onCancel: () => void }) {
  const percent = Math.round(props.share * 100);
  return (
    <div className={classes.progress}>
      <p className={classes.title} role="status">
        {props.share < 1 ? `Uploading ${props.fileName}` : `Reading ${props.fileName}`}
      </p>
      <Progress value={percent} aria-label={`Uploading ${props.fileName}`} animated={props.share >= 1} />
      <div className={classes.progressFoot}>
        <span className="tabular">{percent} %</span>
        <Button variant="subtle" color="gray" onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
