import type { WorkspaceId } from "#contract/platform-ids";
import type { ServerContext } from "../context.ts";

type Teller = Pick<ServerContext, "realtime">;

/** Ten thousand mails must not be ten thousand events: one per workspace in this time. */
const PAUSE_MS = 300;
const waiting = new WeakMap<object, Set<WorkspaceId>>();

/** Tells the owners of a workspace that something of its mail has changed; screens ask anew. Losing it loses nothing. */
export function tellMailChanged({ realtime }: Teller, workspaceId: WorkspaceId | null): void {
  if (workspaceId === null) return; // the screen of the installation's owners looks by itself
  const told = waiting.get(realtime) ?? new Set();
  waiting.set(realtime, told);
  if (told.has(workspaceId)) return;
  told.add(workspaceId);
  setTimeout(() => {
    told.delete(workspaceId);
    realtime.emit({ workspace: workspaceId }, "mail.changed", {});
  }, PAUSE_MS).unref();
}
