import { QueryTypes } from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { verifyPassword, verifyUnknownAccount } from "#engine/runtime/passwords";
import { emailProblem } from "../../config/email-address.ts";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { knownDevice } from "./device-cookie.ts";
import { type Browser, openSession } from "./open-session.ts";
import { beginAttempt } from "./throttle-attempt.ts";

interface Row {
  id: AccountId;
  password_hash: string;
  workspace_id: WorkspaceId | null;
}

/**
 * An unknown address and a wrong password get the same answer after the same time; both leave a line in the audit log.
 */
export async function signIn(
  context: ServerContext,
  input: { email: string; password: string; browser: Browser; requestId: string },
): Promise<{ token: string }> {
  const { address } = input.browser;
  // Addresses are ASCII. A different letter that a database folds to the same one would be counted for another account.
  const [row] =
    emailProblem(input.email) !== undefined
      ? []
      : await context.sequelize.query<Row>(
          `SELECT a.id, a.password_hash, m.workspace_id
       FROM platform.accounts a LEFT JOIN platform.memberships m ON m.account_id = a.id
      WHERE lower(a.email) COLLATE "C" = lower($1) COLLATE "C" ORDER BY m.created_at LIMIT 1`,
          { bind: [input.email], type: QueryTypes.SELECT },
        );
  const known = row && { accountId: row.id, passwordHash: row.password_hash };
  const device = knownDevice(context, known, input.browser.cookies);
  const attempt = await beginAttempt(context, { kind: "sign-in", account: input.email, address, device });
  const right = row
    ? await verifyPassword(row.password_hash, input.password)
    : await verifyUnknownAccount(input.password);
  const actor = {
    accountId: row?.id ?? null,
    workspaceId: row?.workspace_id ?? null,
    via: { kind: "browser" } as const,
    requestId: input.requestId,
  };
  if (!row || !right) {
    context.log.warn({ requestId: input.requestId, address }, "sign-in refused");
    // The typed text is not stored: people type passwords into the wrong field.
    const subject = row ? "password" : "";
    await context.sequelize.transaction((transaction) =>
      recordAudit({ actor, action: "session.refused", subject, after: { address } }, transaction),
    );
    throw new UserError("invalid_credentials", "The address or the password is not right.");
  }
  await attempt.succeeded();
  if (row.workspace_id === null) {
    throw new UserError(
      "no_workspace",
      "You are in no workspace any more. Ask an owner for an invitation; its link lets you in with this password.",
    );
  }
  return context.sequelize.transaction(async (transaction) => {
    await recordAudit({ actor, action: "session.opened", after: { address } }, transaction);
    return openSession(context, { accountId: row.id, browser: input.browser }, transaction);
  });
}
