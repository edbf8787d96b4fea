import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { identifier, printSql, sql } from "#engine/sql/sql";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { auditAcross } from "../audit/across-databases.ts";
import { changeKeys, keysOf } from "./change-keys.ts";

/** From the commit on, no statement answers a caller who holds this key. The row stays, for the audit log. */
export async function revokeKey(
  context: ServerContext,
  actor: Actor,
  input: { appId: AppId; keyId: string },
): Promise<void> {
  const app = await findAppFor(actor, "manageKeys", input.appId);
  if (!/^[1-9]\d{0,15}$/.test(input.keyId)) throw noKey();
  const { schemaName } = await keysOf(context, input.appId);
  const revoke = () =>
    changeKeys(context, app.id, async (client) => {
      const statement = printSql(
        sql`UPDATE ${identifier(schemaName, "_keys")} SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING name`,
      );
      const { rows } = await client.query<{ name: string }>(statement.text, [input.keyId]);
      if (!rows[0]) throw noKey();
      return rows[0].name;
    });
  await auditAcross(
    context,
    { actor, action: "key.revoked", appId: app.id, subject: `key ${input.keyId}` },
    revoke,
    (name) => ({ subject: name, before: { id: input.keyId } }),
  );
}

const noKey = () => new UserError("not_found", "There is no such key.");
