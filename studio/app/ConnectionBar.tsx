import { useEffect, useState } from "react";
import { useDraftPart } from "../draft-session/use-draft.ts";
import classes from "./ConnectionBar.module.css";

/** A quiet bar when the server has been out of reach for a moment: work goes on. */
export function ConnectionBar() {
  const isOffline = useDraftPart((view) => view.connection === "offline");
  const waiting = useDraftPart((view) => view.waiting);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isOffline) return setLong(false);
    const timer = setTimeout(() => setLong(true), 1_500);
    return () => clearTimeout(timer);
  }, [isOffline]);
  return (
    <div role="status">
      {isLong ? (
        <p className={classes.bar}>
          Not connected. You can go on;{" "}
          {waiting === 0
            ? "what you do is sent when the connection is back"
            : `${waiting} ${waiting === 1 ? "change" : "changes"} waiting`}
          .
        </p>
      ) : null}
    </div>
  );
}
