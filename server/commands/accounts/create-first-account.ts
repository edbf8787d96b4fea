import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { passwordProblem } from "#engine/auth/common-passwords";
import { UserError } from "#engine/errors";
import { hashPassword } from "#engine/runtime/passwords";
import { emailProblem } from "../../config/email-address.ts";
import type { ServerContext } from "../../context.ts";
import { Account } from "../../models/account.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Membership } from "../../models/membership.ts";
import { Workspace } from "../../models/workspace.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import { type Browser, openSession } from "./open-session.ts";

export const isFirstRun = async (): Promise<boolean> => (await Account.findOne({ attributes: ["id"] })) === null;

/**
 * Creates the owner and the workspace of a fresh installation. Of two requests at once, the second is told that it is
 * set up.
 */
export async function createFirstAccount(
  context: ServerContext,
  input: { name: string; email: string; password: string; browser: Browser; requestId: string },
): Promise<{ token: string }> {
  const errors = [
    ...problem("/email", "email", emailProblem(input.email)),
    ...problem("/password", "common_password", passwordProblem(input.password, [input.name, input.email, "quintet"])),
  ];
  if (errors.length > 0) throw new UserError("invalid_values", errors[0]?.message ?? "", { errors });
  // Before the password is hashed, which is expensive: any client may send this request.
  if (!(await isFirstRun())) throw alreadySetUp();
  const passwordHash = await hashPassword(input.password);

  return context.sequelize.transaction(async (transaction) => {
    await context.sequelize.query("SELECT pg_advisory_xact_lock(hashtext('quintet first run'))", { transaction });
    if ((await Account.findOne({ attributes: ["id"], transaction })) !== null) {
      throw alreadySetUp();
    }
    const now = context.clock.now();
    const accountId = uuid7(now) as AccountId;
    const workspaceId = uuid7(now) as WorkspaceId;
    await Account.create({ id: accountId, name: input.name, email: input.email, passwordHash }, { transaction });
    await Workspace.create({ id: workspaceId, name: `${input.name}’s workspace` }, { transaction });
    await Membership.create({ workspaceId, accountId, role: "owner" }, { transaction });
    const actor = { accountId, workspaceId, via: { kind: "browser" } as const, requestId: input.requestId };
    await recordAudit({ actor, action: "installation.set_up", subject: input.email }, transaction);
    return openSession(context, { accountId, browser: input.browser }, transaction);
  });
}

const alreadySetUp = () => new UserError("already_set_up", "This installation is set up already. Sign in instead.");

const problem = (pointer: string, code: string, message: string | undefined) =>
  message === undefined ? [] : [{ pointer, code, message }];
