import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { holdWorkspaceAsOwner } from "./hold-workspace.ts";

export async function renameWorkspace(context: ServerContext, actor: Actor, name: string): Promise<void> {
  authorizeInWorkspace(actor, "manageWorkspace");
  await context.sequelize.transaction(async (transaction) => {
    const workspace = await holdWorkspaceAsOwner(actor, transaction);
    if (workspace.name === name) return;
    await recordAudit(
      { actor, action: "workspace.renamed", before: { name: workspace.name }, after: { name } },
      transaction,
    );
    await workspace.update({ name }, { transaction });
  });
}
