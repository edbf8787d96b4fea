import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import type { DraftId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { FileTaker } from "../../imports/FileTaker.tsx";

/** Rows from a file into this live model: chosen here, or dropped anywhere on the screen. */
export function ImportRows(props: { readonly draftId: DraftId; readonly modelId: ModelId; readonly name: string }) {
  return (
    <FileTaker
      draftId={props.draftId}
      modelId={props.modelId}
      fileLabel={`File with rows for ${props.name}`}
      dropLabel={`Drop to import into ${props.name}`}
    >
      {(button, isBusy) => (
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
    </FileTaker>
  );
}
