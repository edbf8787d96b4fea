import { Button } from "@mantine/core";
import { IconDownload, IconEyeOff, IconPlus, IconRestore, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** The buttons above the grid. */
export function RowActions(props: {
  readonly hiddenCount: number;
  readonly canWrite: boolean;
  readonly canDelete: boolean;
  readonly onShowHidden: () => void;
  readonly onExport: () => void;
  /** Absent where deleted rows are not listed. */
  readonly onShowDeleted?: () => void;
  readonly onDelete: () => void;
  readonly onAdd: () => void;
  readonly importRows: ReactNode;
}) {
  const { hiddenCount } = props;
  return (
    <>
      {hiddenCount > 0 && (
        <Button
          size="sm"
          variant="subtle"
          color="gray"
          leftSection={<IconEyeOff size={16} stroke={1.5} aria-hidden />}
          onClick={props.onShowHidden}
        >
          Show {hiddenCount} hidden
        </Button>
      )}
      <Button
        size="sm"
        variant="subtle"
        color="gray"
        leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />}
        onClick={props.onExport}
      >
        Export
      </Button>
      {props.onShowDeleted && (
        <Button
          size="sm"
          variant="subtle"
          color="gray"
          leftSection={<IconRestore size={16} stroke={1.5} aria-hidden />}
          onClick={props.onShowDeleted}
        >
          Deleted rows
        </Button>
      )}
      {props.canWrite && <WriteActions {...props} />}
    </>
  );
}

function WriteActions(props: Parameters<typeof RowActions>[0]) {
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
        disabled={!props.canDelete}
        onClick={props.onDelete}
      >
        Delete
      </Button>
      {props.importRows}
      <Button size="sm" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={props.onAdd}>
        Add row
      </Button>
    </>
  );
}
