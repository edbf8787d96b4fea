import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { FileTaker } from "../../../imports/FileTaker.tsx";
import { useApp } from "../../../session/use-app.ts";

/** One more model from a file: chosen here, or dropped anywhere on the screen. */
export function FromFile() {
  const app = useApp();
  return (
    <FileTaker draftId={app.draftId} fileLabel="File to make a model from" dropLabel="Drop to make a model of it">
      {(button, isBusy) => (
        <Tooltip label="Add a model from a CSV, JSON or Excel file, or drop one here">
          <ActionIcon {...button} variant="default" size={32} loading={isBusy} aria-label="Add a model from a file">
            <IconFileImport size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      )}
    </FileTaker>
  );
}
