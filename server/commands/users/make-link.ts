import { createHash, randomBytes } from "node:crypto";
import { INVITATION_MS } from "#engine/auth/link-life";
import { printSql, sql } from "#engine/sql/sql";
import { appUrl } from "../../config/hosts.ts";
import type { ServerContext } from "../../context.ts";
import type { LiveUsers } from "./live-users.ts";

/** A link by which a person sets their password. Earlier ones of theirs end. The database keeps its hash only. */
export async function makeLink(
  context: ServerContext,
  { table }: LiveUsers,
  { userId, slug }: { readonly userId: string; readonly slug: string },
): Promise<{ link: string; expiresAt: string }> {
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest();
  const expiresAt = new Date(context.clock.now().getTime() + INVITATION_MS);
  const { text } = printSql(
    sql`WITH _earlier AS (DELETE FROM ${table("_tickets")} WHERE user_id = $2)
        INSERT INTO ${table("_tickets")} (token_hash, purpose, user_id, expires_at) VALUES ($1, 'invitation', $2, $3)`,
  );
  await context.appDatabase.pool.query(text, [hash, userId, expiresAt]);
  return { link: `${appUrl(context.config, slug)}accounts/invitation/${token}/`, expiresAt: expiresAt.toISOString() };
}
