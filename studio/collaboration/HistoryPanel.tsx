import { Drawer, Tabs } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useDraftPart } from "../draft-session/react/use-draft.ts";
import { ConflictList } from "./ConflictList.tsx";
import { EditDetail } from "./EditDetail.tsx";
import { EditList } from "./EditList.tsx";
import classes from "./history.module.css";
import { useHistoryPlace } from "./history-address.ts";

/** Open while the address has `?history`: who edited what, what collided, and the ways back. */
export function HistoryPanel() {
  const { isOpen, place, change, close } = useHistoryPlace();
  const isPhone = useMediaQuery("(max-width: 640px)");
  const open = useDraftPart((view) => view.textConflicts.length + view.refusals.length + view.unreadable.length);
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      position="right"
      size={isPhone ? "100%" : 560}
      title="History"
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ body: classes.body ?? "" }}
    >
      <Tabs
        value={place.tab}
        onChange={(tab) => change({ history: tab === "conflicts" ? "conflicts" : "" })}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="edits">Edits</Tabs.Tab>
          <Tabs.Tab value="conflicts">{open > 0 ? `Conflicts · ${open} to decide` : "Conflicts"}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="edits">
          {place.revision === undefined ? (
            <EditList place={place} change={change} />
          ) : (
            <EditDetail
              key={place.revision}
              revision={place.revision}
              onBack={() => change({ history: "" })}
              onRecord={(record) => change({ history: "", record, by: undefined })}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="conflicts" className={classes.conflicts ?? ""}>
          <ConflictList onEdit={(revision) => change({ history: String(revision) })} />
        </Tabs.Panel>
      </Tabs>
    </Drawer>
  );
}
