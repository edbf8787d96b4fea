import { ActionIcon, Tooltip } from "@mantine/core";
import { IconClockEdit } from "@tabler/icons-react";
import { Link } from "react-router";
import type { EditTargetId } from "#engine/edits/edit";
import { useHistoryLink } from "./history-address.ts";

/** In the head of an inspector: who edited this record, and how it was. */
export function RecordHistoryLink({ recordId, name }: { readonly recordId: EditTargetId; readonly name: string }) {
  const to = useHistoryLink({ record: recordId });
  return (
    <Tooltip label={`History of ${name}`}>
      <ActionIcon component={Link} to={to} aria-label={`History of ${name}`}>
        <IconClockEdit size={16} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  );
}
