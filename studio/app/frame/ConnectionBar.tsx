import { useEffect, useState } from "react";
import { useDraftPart } from "../../draft-session/react/use-draft.ts";
import classes from "./ConnectionBar.module.css";

/** A quiet bar when the server has been out of reach for a moment: work goes on. */
export function ConnectionBar() {
  const isOffline = useDraftPart((view) => view.connection === "offline");
  const waiting = useDraftPart((view) => view.waiting);
  const failure = useDraftPart((view) => view.storageFailure);
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
          {waiting === 0
            ? "Not connected. You can go on; what you do is sent when the connection is back."
            : failure === undefined
              ? `Not connected. You can go on, and close this tab too: ${waiting === 1 ? "1 change waits" : `${waiting} changes wait`} in this browser.`
              : `Not connected. ${waiting === 1 ? "1 change waits" : `${waiting} changes wait`} in this tab only: ${failureWords[failure]} Keep it open until the connection is back.`}
        </p>
      ) : null}
    </div>
  );
}

const failureWords = {
  full: "this browser's storage is full.",
  unavailable: "this browser gives no storage to this page (a private window, or its settings).",
} as const;
