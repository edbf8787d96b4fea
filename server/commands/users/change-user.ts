import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { printSql, sql } from "#engine/sql/sql";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { auditAcross } from "../audit/across-databases.ts";
import { builderOf, livePlace } from "../data/builder.ts";
import { keyOfUser, liveUsers } from "./live-users.ts";

interface UserPlace {
  readonly appId: AppId;
  readonly userId: string;
}

/** Whether a user is active, staff, an administrator. Their next request, in every process, has what they may do then. */
export async function changeUser(
  context: ServerContext,
  actor: Actor,
  {
    appId,
    userId,
    version,
    ...changes
  }: UserPlace & {
    readonly version: number;
    readonly active?: boolean | undefined;
    readonly staff?: boolean | undefined;
    readonly administrator?: boolean | undefined;
  },
): Promise<void> {
  await findAppFor(actor, "manageUsers", appId);
  const found = await liveUsers(context, appId);
  const { model, core } = found.users;
  const parts = (["active", "staff", "administrator"] as const).filter((part) => changes[part] !== undefined);
  const values = Object.fromEntries(parts.map((part) => [core[part].name, changes[part] ?? null]));
  const change = { id: keyOfUser(found, userId), version, values, isConfirmed: false };
  await auditAcross(
    context,
    { actor, action: "user.changed", appId, subject: userId, asked: { version, values } },
    () => context.engine.rows.update(livePlace(appId), builderOf(actor), model.id, change),
    () => ({ after: { id: userId, ...values } }),
  );
}

export async function setUserGroups(
  context: ServerContext,
  actor: Actor,
  { appId, userId, groups }: UserPlace & { readonly groups: readonly string[] },
): Promise<void> {
  await findAppFor(actor, "manageUsers", appId);
  const found = await liveUsers(context, appId);
  keyOfUser(found, userId);
  const known = new Set<string>(found.live.snapshot.reader.groups.map(({ id }) => id));
  const unknown = groups.findIndex((id) => !known.has(id));
  if (unknown >= 0) {
    const message = "This group is not in the live version of the app.";
    throw new UserError("invalid_values", message, {
      errors: [{ pointer: `/groups/${unknown}`, code: "not_found", message }],
    });
  }
  const memberships = found.table("_memberships");
  // Those that stay are left alone, so that nobody's session is read anew for nothing.
  const { text } = printSql(
    sql`WITH _left AS (DELETE FROM ${memberships} WHERE user_id = $1 AND group_id <> ALL($2::text[]))
        INSERT INTO ${memberships} (user_id, group_id, added_by) SELECT $1, _g, $3 FROM unnest($2::text[]) _g
        ON CONFLICT DO NOTHING`,
  );
  await auditAcross(
    context,
    { actor, action: "user.grouped", appId, subject: userId, asked: { groups: [...groups] } },
    () => context.appDatabase.pool.query(text, [userId, groups, actor.accountId]),
    () => ({ after: { id: userId, groups: [...groups] } }),
  );
}

/** Signs a user out everywhere. */
export async function endUserSessions(
  context: ServerContext,
  actor: Actor,
  { appId, userId }: UserPlace,
): Promise<void> {
  await findAppFor(actor, "manageUsers", appId);
  const found = await liveUsers(context, appId);
  keyOfUser(found, userId);
  const { text } = printSql(sql`DELETE FROM ${found.table("_sessions")} WHERE user_id = $1`);
  await auditAcross(
    context,
    { actor, action: "user.signedOut", appId, subject: userId },
    () => context.appDatabase.pool.query(text, [userId]),
    ({ rowCount }) => ({ after: { id: userId, sessions: rowCount ?? 0 } }),
  );
}
