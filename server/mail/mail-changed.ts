import type { WorkspaceId } from "#contract/platform-ids";
import type { ServerContext } from "../context.ts";
import { installationWorkspace } from "./installation-workspace.ts";

/** Ten thousand mails must not be ten thousand events: one per workspace in this time. */
const PAUSE_MS = 300;
const told = new WeakMap<object, Set<WorkspaceId | null>>();

/**
 * Tells a workspace that something of its mail has changed; its owners' screens ask anew. What has no workspace is the
 * installation's. Losing an event loses nothing.
 */
export function tellMailChanged(
  { realtime, log }: Pick<ServerContext, "realtime" | "log">,
  workspaceId: WorkspaceId | null,
): void {
  const pending = told.get(realtime) ?? new Set();
  told.set(realtime, pending);
  if (pending.has(workspaceId)) return;
  pending.add(workspaceId);
  const tell = async () => {
    pending.delete(workspaceId);
    const workspace = workspaceId ?? (await installationWorkspace());
    if (workspace) realtime.emit({ workspace }, "mail.changed", {});
  };
  setTimeout(() => {
    tell().catch((error: unknown) => log.debug({ err: error }, "a change of mail could not be told"));
  }, PAUSE_MS).unref();
}
