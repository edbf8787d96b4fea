import type { AppUser } from "#contract/http/app-users";
import type { AppId } from "#contract/platform-ids";
import { identifier, printSql, sql } from "#engine/sql/sql";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { findLiveUsers } from "./live-users.ts";

interface Row extends Omit<AppUser, "version" | "lastSignIn"> {
  readonly version: string;
  readonly lastSignIn: Date | null;
}

/** The users of the live app, newest first. */
export async function listUsers(
  context: ServerContext,
  actor: Actor,
  appId: AppId,
): Promise<{ hasUsers: boolean; results: AppUser[] }> {
  await findAppFor(actor, "readRows", appId);
  const found = await findLiveUsers(context, appId);
  if (!found) return { hasUsers: false, results: [] };
  const { users, table } = found;
  const { core } = users;
  const column = (part: keyof typeof core) => identifier("_u", core[part].name);
  const { text } = printSql(
    sql`SELECT _u.id::text AS id, ${column("name")} AS name, ${column("email")} AS email, _u._version AS version,
               ${column("active")} AS active, ${column("staff")} AS staff, ${column("administrator")} AS administrator,
               ${column("last_sign_in")} AS "lastSignIn",
               ARRAY(SELECT _m.group_id FROM ${table("_memberships")} _m WHERE _m.user_id = _u.id::text ORDER BY 1) AS groups,
               EXISTS (SELECT FROM ${table("_credentials")} _c WHERE _c.user_id = _u.id::text) AS "hasPassword",
               EXISTS (SELECT FROM ${table("_approvals")} _a WHERE _a.user_id = _u.id::text) AS waiting,
               (SELECT count(*)::int FROM ${table("_sessions")} _s WHERE _s.user_id = _u.id::text AND _s.ends_at > now()) AS sessions
          FROM ${table(users.model.name)} _u ORDER BY _u.id DESC LIMIT 500`,
  );
  const { rows } = await context.appDatabase.pool.query<Row>(text);
  const results = rows.map((row) => ({
    ...row,
    version: Number(row.version),
    lastSignIn: row.lastSignIn?.toISOString() ?? null,
  }));
  return { hasUsers: true, results };
}
