import type { AppId } from "#contract/platform-ids";
import { INVITATION_MS } from "#engine/auth/link-life";
import { accountTransaction } from "#engine/runtime/accounts/account-place";
import { postAccountMail } from "#engine/runtime/mail/post-account-mail";
import { sql, value } from "#engine/sql/sql";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { auditAcross } from "../audit/across-databases.ts";
import { builderOf, livePlace } from "../data/builder.ts";
import { keyOfUser, liveUsers, notWaiting, userOf } from "./live-users.ts";

/**
 * Lets in somebody who has signed up and waits: makes them active, and mails them. They stay on the list until the mail
 * is posted, so that a failure between the two is repaired by the next click.
 */
export async function approveUser(
  context: ServerContext,
  actor: Actor,
  { appId, userId, version }: { readonly appId: AppId; readonly userId: string; readonly version: number },
): Promise<void> {
  await findAppFor(actor, "manageUsers", appId);
  const found = await liveUsers(context, appId);
  const { live, users, table } = found;
  const { name, email, active } = await userOf(context, found, userId);
  const place = { live, users, data: context.engine.data };
  const { mail } = context.engine;
  const expiresAt = new Date(context.clock.now().getTime() + INVITATION_MS);
  await auditAcross(
    context,
    { actor, action: "user.approved", appId, subject: userId },
    async () => {
      const { model, core } = users;
      const change = {
        id: keyOfUser(found, userId),
        version,
        values: { [core.active.name]: true },
        isConfirmed: false,
      };
      if (!active) await context.engine.rows.update(livePlace(appId), builderOf(actor), model.id, change);
      await accountTransaction(place, "an approval", async (run) => {
        const gone = await run(
          sql`DELETE FROM ${table("_approvals")} WHERE user_id = ${value(userId, "text")} RETURNING user_id`,
        );
        if (gone.length === 0) throw notWaiting();
        if (!mail.canSend) return;
        const content = { name: "approval", to: email, toName: name, link: "/accounts/sign-in/", expiresAt } as const;
        await postAccountMail({ live, mail }, run, content);
      });
    },
    () => ({ after: { id: userId, active: true } }),
  );
}
