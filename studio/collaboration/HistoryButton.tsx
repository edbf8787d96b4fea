import { ActionIcon, Indicator, Tooltip } from "@mantine/core";
import { IconClockEdit } from "@tabler/icons-react";
import { Link } from "react-router";
import { useDraftPart } from "../draft-session/react/use-draft.ts";
import { useHasNewConflicts } from "./conflicts-seen.ts";
import { useHistoryLink } from "./history-address.ts";

/** Opens the history; a dot while something in it waits for the person. */
export function HistoryButton() {
  const draftId = useDraftPart((view) => view.draftId);
  const open = useDraftPart((view) => view.textConflicts.length + view.refusals.length + view.unreadable.length);
  const hasNew = useHasNewConflicts(draftId);
  const needsLook = hasNew || open > 0;
  const edits = useHistoryLink();
  const conflicts = useHistoryLink({ tab: "conflicts" });
  const label = open > 0 ? `History: ${open} to decide` : hasNew ? "History: new conflicts" : "History";
  return (
    <Tooltip label={label}>
      <Indicator disabled={!needsLook} color="yellow" size={8} offset={5}>
        <ActionIcon component={Link} to={needsLook ? conflicts : edits} aria-label={label}>
          <IconClockEdit size={16} stroke={1.5} />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
