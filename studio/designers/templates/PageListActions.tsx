import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconFilePlus, IconListSearch, IconPlus } from "@tabler/icons-react";
import { isMac } from "../../components/platform-keys.ts";
import { IfMay } from "../../session/IfMay.tsx";
import classes from "./templates.module.css";

/** What can be done above the list of pages: add a page or a template, and find in all of them. */
export function PageListActions(props: {
  readonly onAdd: () => void;
  readonly onAddTemplate: () => void;
  readonly onFind: () => void;
}) {
  return (
    <div className={classes.listHead}>
      <IfMay action="edit">
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
          onClick={props.onAdd}
        >
          New page
        </Button>
      </IfMay>
      <IfMay action="edit">
        <Tooltip label="Add a part, a layout or a text without a page">
          <ActionIcon variant="subtle" color="gray" aria-label="Add a template" onClick={props.onAddTemplate}>
            <IconFilePlus size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </IfMay>
      <Tooltip label={`Find in all templates (${isMac ? "⌘⇧F" : "Ctrl Shift F"})`}>
        <ActionIcon variant="subtle" color="gray" aria-label="Find in all templates" onClick={props.onFind}>
          <IconListSearch size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
