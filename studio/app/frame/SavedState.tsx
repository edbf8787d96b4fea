import { Link, useSearchParams } from "react-router";
import { StatusLine } from "../../components/StatusLine.tsx";
import { useDraftPart, usePendingChanges } from "../../draft-session/react/use-draft.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./SavedState.module.css";

/** "Saved · 3 changes not published": always true, never in the way. */
export function SavedState() {
  const isOffline = useDraftPart((view) => view.connection === "offline");
  const isLive = useDraftPart((view) => view.live !== undefined);
  const { count } = usePendingChanges();
  const [search] = useSearchParams();
  const publish = new URLSearchParams(search);
  publish.set("publish", "");
  const saved = useSavedWords();
  const canPublish = useMay()("publish");
  const pending =
    count === 0
      ? isLive
        ? "all published"
        : "nothing to publish yet"
      : `${count} ${count === 1 ? "change" : "changes"} not published`;
  const words = (
    <StatusLine tone={isOffline ? "warning" : count > 0 ? "warning" : "ok"}>
      {saved} <span className={classes.pending}>· {pending}</span>
    </StatusLine>
  );
  if (!canPublish) return <span className={classes.state}>{words}</span>;
  return (
    <Link to={{ search: `?${publish}` }} className={classes.state} aria-label={`${saved}, ${pending}. Open Publish`}>
      {words}
    </Link>
  );
}

/** "Offline · 3 edits wait in this browser": what is said to be kept is. */
function useSavedWords(): string {
  const waiting = useDraftPart((view) => view.waiting);
  const stored = useDraftPart((view) => view.stored);
  const isOffline = useDraftPart((view) => view.connection === "offline");
  if (!isOffline) return waiting > 0 ? "Saving…" : "Saved";
  if (waiting === 0) return "Offline";
  const edits = waiting === 1 ? "1 edit waits" : `${waiting} edits wait`;
  return `Offline · ${edits} in this ${stored < waiting ? "tab" : "browser"}`;
}
