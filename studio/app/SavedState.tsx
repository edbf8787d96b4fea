import { Link, useSearchParams } from "react-router";
import { StatusLine } from "../components/StatusLine.tsx";
import { useDraftPart, usePendingChanges } from "../draft-session/use-draft.ts";
import classes from "./SavedState.module.css";

/** "Saved · 3 changes not published": always true, never in the way. */
export function SavedState() {
  const waiting = useDraftPart((view) => view.waiting);
  const isOffline = useDraftPart((view) => view.connection === "offline");
  const isLive = useDraftPart((view) => view.live !== undefined);
  const { count } = usePendingChanges();
  const [search] = useSearchParams();
  const publish = new URLSearchParams(search);
  publish.set("publish", "");
  const saved = isOffline && waiting > 0 ? `${waiting} waiting` : waiting > 0 ? "Saving…" : "Saved";
  const pending =
    count === 0
      ? isLive
        ? "all published"
        : "nothing to publish yet"
      : `${count} ${count === 1 ? "change" : "changes"} not published`;
  return (
    <Link to={{ search: `?${publish}` }} className={classes.state} aria-label={`${saved}, ${pending}. Open Publish`}>
      <StatusLine tone={isOffline ? "warning" : count > 0 ? "warning" : "ok"}>
        {saved} <span className={classes.pending}>· {pending}</span>
      </StatusLine>
    </Link>
  );
}
