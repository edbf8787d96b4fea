import { createHash, randomBytes } from "node:crypto";
import { QueryTypes } from "sequelize";
import type { ApiKey } from "#contract/http/apps";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { identifier, printSql, sql } from "#engine/sql/sql";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { findAppFor } from "../apps/find-app.ts";
import { auditAcross } from "../audit/across-databases.ts";
import { changeKeys, keysOf } from "./change-keys.ts";

const MAX_KEYS = 200;

/**
 * Makes a key. The secret is returned only once; its hash and four letters, which identify the key for people, are
 * stored.
 */
export async function createKey(
  context: ServerContext,
  actor: Actor,
  input: { appId: AppId; name: string; groupId: string },
): Promise<{ key: ApiKey; secret: string }> {
  const app = await findAppFor(actor, "makeKeys", input.appId);
  // A key opens what rules give its group: a token without "data" would make itself a way to rows.
  authorizeInWorkspace(actor, "writeRows");
  await checkGroup(context, input.appId, input.groupId);
  const { schemaName } = await keysOf(context, input.appId);
  const secret = `qk_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(secret).digest();
  const hint = secret.slice(-4);
  const keys = identifier(schemaName, "_keys");
  const make = () =>
    changeKeys(context, app.id, async (client) => {
      const statement = printSql(
        sql`INSERT INTO ${keys} (name, group_id, hash, hint) SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM ${keys} WHERE revoked_at IS NULL) < $5 RETURNING id, created_at`,
      );
      const { rows } = await client.query<{ id: string; created_at: Date }>(statement.text, [
        input.name,
        input.groupId,
        hash,
        hint,
        MAX_KEYS,
      ]);
      if (!rows[0])
        throw new UserError("conflict", `An app has at most ${MAX_KEYS} keys. Revoke one that is not used.`);
      return rows[0];
    });
  const { name, groupId } = input;
  const row = await auditAcross(
    context,
    { actor, action: "key.created", appId: app.id, subject: name, asked: { groupId, hint } },
    make,
    ({ id }) => ({ after: { id, groupId, hint } }),
  );
  const key = { id: row.id, name: input.name, groupId: input.groupId, hint, createdAt: row.created_at.toISOString() };
  return { key, secret };
}

/** The group must be drawn, though it need not be published: a key may be made before the release that uses it. */
async function checkGroup(context: ServerContext, appId: AppId, groupId: string): Promise<void> {
  const found = await context.sequelize.query(
    `SELECT 1 FROM platform.draft_records r JOIN platform.drafts d ON d.id = r.draft_id
      WHERE d.app_id = $1 AND r.record_id = $2 AND r.kind = 'group'`,
    { bind: [appId, groupId], type: QueryTypes.SELECT },
  );
  if (found.length > 0) return;
  throw new UserError("invalid_values", "This group is not in the app.", {
    errors: [{ pointer: "/groupId", code: "not_found", message: "This group is not in the app." }],
  });
}
