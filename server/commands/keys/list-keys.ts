import type { ApiKey } from "#contract/http/apps";
import type { AppId } from "#contract/platform-ids";
import { identifier, printSql, sql } from "#engine/sql/sql";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { keysOf } from "./change-keys.ts";

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly group_id: string;
  readonly hint: string;
  readonly created_at: Date;
}

/** The keys that still open something, oldest first. */
export async function listKeys(context: ServerContext, actor: Actor, appId: AppId): Promise<ApiKey[]> {
  await findAppFor(actor, "manageKeys", appId);
  const { schemaName } = await keysOf(context, appId);
  const statement = printSql(
    sql`SELECT id, name, group_id, hint, created_at FROM ${identifier(schemaName, "_keys")} WHERE revoked_at IS NULL ORDER BY id`,
  );
  const { rows } = await context.appDatabase.pool.query<KeyRow>(statement.text);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    groupId: row.group_id,
    hint: row.hint,
    createdAt: row.created_at.toISOString(),
  }));
}
