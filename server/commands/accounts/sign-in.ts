import { QueryTypes } from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { openSession } from "./open-session.ts";
import { verifyNobody, verifyPassword } from "./password-hash.ts";
import { beginAttempt } from "./throttle-attempt.ts";

interface Row {
  id: AccountId;
  password_hash: string;
  workspace_id: WorkspaceId;
}

/** An unknown address and a wrong password have one answer and take one time. */
export async function signIn(
  context: ServerContext,
  input: { email: string; password: string; address: string; requestId: string },
): Promise<{ token: string }> {
  const attempt = await beginAttempt(context, { kind: "sign-in", account: input.email, address: input.address });
  const [row] = await context.sequelize.query<Row>(
    `SELECT a.id, a.password_hash, m.workspace_id
       FROM platform.accounts a JOIN platform.memberships m ON m.account_id = a.id
      WHERE lower(a.email) COLLATE "C" = lower($1) COLLATE "C" ORDER BY m.created_at LIMIT 1`,
    { bind: [input.email], type: QueryTypes.SELECT },
  );
  const right = row ? await verifyPassword(row.password_hash, input.password) : await verifyNobody(input.password);
  if (!row || !right) {
    context.log.warn({ requestId: input.requestId, address: input.address }, "sign-in refused");
    throw new UserError("invalid_credentials", "The address or the password is not right.");
  }
  await attempt.succeeded();
  return context.sequelize.transaction(async (transaction) => {
    const actor = { accountId: row.id, workspaceId: row.workspace_id, requestId: input.requestId };
    await recordAudit({ actor, action: "session.opened" }, transaction);
    return openSession(context, row.id, transaction);
  });
}
