import { QueryTypes, type Transaction } from "sequelize";
import type { ServerContext } from "../../context.ts";
import { viaOfColumns } from "../../models/actor-via.ts";
import type { Import } from "../../models/import.ts";
import type { Actor } from "../../policies/actor.ts";
import { MEMBER_COLUMNS, type MemberRow, memberOf } from "../accounts/member-row.ts";

/** The person in whose name a job imports; undefined when they have left the workspace. */
export async function actorOfImport(
  context: ServerContext,
  row: Import,
  transaction: Transaction,
): Promise<Actor | undefined> {
  const [found] = await context.sequelize.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS}
       FROM platform.memberships m
       JOIN platform.accounts a ON a.id = m.account_id
       JOIN platform.workspaces w ON w.id = m.workspace_id
      WHERE m.account_id = $1 AND m.workspace_id = $2`,
    { bind: [row.actorId, row.workspaceId], type: QueryTypes.SELECT, transaction },
  );
  return found && { ...memberOf(found), via: viaOfColumns(row), sessionId: "", requestId: `import-${row.id}` };
}
