import { FileButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactElement, useEffect } from "react";
import type { DraftId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { DropOverlay } from "./DropOverlay.tsx";
import { ACCEPTED_FILES, useUpload } from "./use-upload.ts";
import { useWindowDrop } from "./use-window-drop.ts";

/** A file on a screen that is about something else: chosen by the button that is given, or dropped anywhere. */
export function FileTaker(props: {
  readonly draftId: DraftId;
  /** The live model that the rows are for; without one the file becomes a model. */
  readonly modelId?: ModelId;
  readonly fileLabel: string;
  readonly dropLabel: string;
  readonly children: (button: { readonly onClick: () => void }, isBusy: boolean) => ReactElement;
}) {
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
        inputProps={{ "aria-label": props.fileLabel }}
      >
        {(button) => props.children(button, isBusy)}
      </FileButton>
      {isDragging && <DropOverlay>{props.dropLabel}</DropOverlay>}
    </>
  );
}
