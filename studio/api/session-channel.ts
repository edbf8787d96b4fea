/**
 * The windows of one browser share a session: who signs in, out or over to another workspace in one of them tells the
 * others, which then ask the server who they are. Nothing but "look again" is said.
 */
const NAME = "quintet-session";

/** Browsers without the channel notice by the socket and by the next refused request. */
const open = (): BroadcastChannel | undefined =>
  typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(NAME);

let channel: BroadcastChannel | undefined;

export function tellOtherTabs(): void {
  channel ??= open();
  channel?.postMessage("changed");
}

/** Gives back how to stop listening. A window does not hear itself. */
export function onOtherTab(listener: () => void): () => void {
  channel ??= open();
  channel?.addEventListener("message", listener);
  return () => channel?.removeEventListener("message", listener);
}
