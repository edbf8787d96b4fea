import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useBlocker } from "react-router";
import { warnBeforeLeaving } from "../api/warn-before-leaving.ts";
import { useDraftSession } from "../draft-session/session-context.ts";
import { useDraftPart } from "../draft-session/use-draft.ts";

const NOTE = "leaving-waits";

/** Edits that the server has not got yet live in this page alone: leaving the app waits for them, closing the page asks. */
export function LeaveGuard() {
  const session = useDraftSession();
  const waiting = useDraftPart((view) => view.waiting);
  const isOffline = useDraftPart((view) => view.connection === "offline");
  useEffect(() => warnBeforeLeaving(() => session.view.waiting > 0), [session]);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      session.view.waiting > 0 && appOf(currentLocation.pathname) !== appOf(nextLocation.pathname),
  );
  const isHeld = blocker.state === "blocked";
  useEffect(() => {
    if (blocker.state !== "blocked" || waiting > 0) return;
    notifications.hide(NOTE);
    blocker.proceed();
  }, [blocker, waiting]);
  useEffect(() => {
    if (!isHeld || !isOffline) return;
    notifications.show({
      id: NOTE,
      title: waiting === 1 ? "1 change waits for the server" : `${waiting} changes wait for the server`,
      message: "They would be lost by leaving this app now. It is left as soon as they are saved.",
    });
  }, [isHeld, isOffline, waiting]);
  return null;
}

const appOf = (path: string): string | undefined => /^\/apps\/[^/]+/.exec(path)?.[0];
