import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useBlocker } from "react-router";
import { warnBeforeLeaving } from "../../api/warn-before-leaving.ts";
import { useDraftSession } from "../../draft-session/react/session-context.ts";
import { useDraftPart } from "../../draft-session/react/use-draft.ts";

const NOTE = "leaving-waits";

/**
 * Edits that neither the server nor the browser's storage has live in this page alone: leaving the app waits for them,
 * closing the page asks. What is in the storage may be left: it is sent when the app is opened again.
 */
export function LeaveGuard() {
  const session = useDraftSession();
  const unkept = useDraftPart((view) => view.waiting - view.stored);
  const isOffline = useDraftPart((view) => view.connection === "offline");
  useEffect(() => warnBeforeLeaving(() => session.view.waiting > session.view.stored), [session]);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      session.view.waiting > session.view.stored && appOf(currentLocation.pathname) !== appOf(nextLocation.pathname),
  );
  const isHeld = blocker.state === "blocked";
  useEffect(() => {
    if (blocker.state !== "blocked" || unkept > 0) return;
    notifications.hide(NOTE);
    blocker.proceed();
  }, [blocker, unkept]);
  useEffect(() => {
    if (!isHeld || !isOffline) return;
    notifications.show({
      id: NOTE,
      title: unkept === 1 ? "1 change waits for the server" : `${unkept} changes wait for the server`,
      message: "They would be lost by leaving this app now. It is left as soon as they are saved.",
    });
  }, [isHeld, isOffline, unkept]);
  return null;
}

const appOf = (path: string): string | undefined => /^\/apps\/[^/]+/.exec(path)?.[0];
