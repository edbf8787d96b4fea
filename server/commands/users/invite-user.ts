import type { AppId } from "#contract/platform-ids";
import { signUpOf } from "#engine/definition/users";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { auditAcross } from "../audit/across-databases.ts";
import { builderOf, livePlace } from "../data/builder.ts";
import { liveUsers, userOf } from "./live-users.ts";
import { type MadeLink, makeLink } from "./make-link.ts";

/** A new user, written as every row is, and the link by which they set their password: mailed where mail can be sent. */
export async function inviteUser(
  context: ServerContext,
  actor: Actor,
  { appId, name, email }: { readonly appId: AppId; readonly name: string; readonly email: string },
): Promise<MadeLink & { userId: string }> {
  const { slug } = await findAppFor(actor, "manageUsers", appId);
  const found = await liveUsers(context, appId);
  const { model, core } = found.users;
  if (signUpOf(found.live.snapshot.reader) === "closed")
    throw new UserError("conflict", "Nobody new may join this app: signing up is closed in its live version.");
  const values = { [core.name.name]: name, [core.email.name]: email.trim() };
  const row = await auditAcross(
    context,
    { actor, action: "user.invited", appId, subject: name, asked: { name, email } },
    () => context.engine.rows.create(livePlace(appId), builderOf(actor), model.id, values, { isConfirmed: false }),
    ({ id }) => ({ after: { id, name, email } }),
  );
  const userId = String(row.id);
  return { userId, ...(await makeLink(context, found, { userId, name, email: email.trim(), slug })) };
}

/** Another link for somebody who has lost theirs, or their password. */
export async function linkUser(
  context: ServerContext,
  actor: Actor,
  { appId, userId }: { readonly appId: AppId; readonly userId: string },
): Promise<MadeLink> {
  const { slug } = await findAppFor(actor, "manageUsers", appId);
  const found = await liveUsers(context, appId);
  const { name, email } = await userOf(context, found, userId);
  return auditAcross(
    context,
    { actor, action: "user.linked", appId, subject: userId },
    () => makeLink(context, found, { userId, name, email, slug }),
    ({ expiresAt }) => ({ after: { id: userId, expiresAt } }),
  );
}
