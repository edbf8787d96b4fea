import type { AppId } from "#contract/platform-ids";
import { accountTransaction } from "#engine/runtime/accounts/account-place";
import { postAccountMail } from "#engine/runtime/mail/post-account-mail";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { auditAcross } from "../audit/across-databases.ts";
import { builderOf, livePlace } from "../data/builder.ts";
import { keyOfUser, liveUsers, notWaiting, userOf } from "./live-users.ts";

/**
 * Declines somebody who has signed up and waits: deletes their row, as every row is deleted, and mails them if asked.
 * The version is that of a row that waits, so nobody is deleted whom another builder has let in meanwhile.
 */
export async function declineUser(
  context: ServerContext,
  actor: Actor,
  input: { readonly appId: AppId; readonly userId: string; readonly version: number; readonly isMailed: boolean },
): Promise<void> {
  const { appId, userId, version, isMailed } = input;
  await findAppFor(actor, "manageUsers", appId);
  const found = await liveUsers(context, appId);
  const { live, users } = found;
  const { name, email, waiting } = await userOf(context, found, userId);
  if (!waiting) throw notWaiting();
  const { data, mail, rows } = context.engine;
  const row = { id: keyOfUser(found, userId), version, isConfirmed: true };
  await auditAcross(
    context,
    { actor, action: "user.declined", appId, subject: userId },
    async () => {
      await rows.delete(livePlace(appId), builderOf(actor), users.model.id, row);
      if (!isMailed || !mail.canSend) return;
      await accountTransaction({ live, users, data }, "a declined account", (run) =>
        postAccountMail({ live, mail }, run, { name: "declined", to: email, toName: name }),
      );
    },
    () => ({ after: { id: userId, isMailed } }),
  );
}
