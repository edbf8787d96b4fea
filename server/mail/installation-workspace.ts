import type { WorkspaceId } from "#contract/platform-ids";
import { Workspace } from "../models/workspace.ts";

/**
 * The first workspace is that of those who run the installation. Its owners see the mail that belongs to no workspace:
 * resets, and what other programs send to the dev inbox.
 */
export async function installationWorkspace(): Promise<WorkspaceId | undefined> {
  const first = await Workspace.findOne({
    order: [
      ["createdAt", "ASC"],
      ["id", "ASC"],
    ],
  });
  return first?.id;
}
