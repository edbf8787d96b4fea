import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import type { MemberRole } from "#contract/permissions";
import { uuid7 } from "#server/platform-database/uuid7";
import { startEmbeddedPostgres } from "#server/postgres/supervise";

/**
 * Somebody else in the owner's workspace of a whole Quintet, already signed in: their session's cookie. Straight into
 * the database, because what is tested is not how people are invited.
 */
export async function addPerson(
  quintet: { readonly port: number; readonly dataFolder: string },
  person: { readonly name: string; readonly role: MemberRole; readonly databaseUrl?: string },
): Promise<{ readonly name: string; readonly value: string }> {
  // The one that runs: nobody but the process that started it stops it.
  const databaseUrl = person.databaseUrl ?? (await startEmbeddedPostgres({ dataFolder: quintet.dataFolder })).url;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const now = new Date();
    const accountId = uuid7(now);
    const token = randomBytes(32).toString("base64url");
    await client.query("INSERT INTO platform.accounts (id, name, email, password_hash) VALUES ($1, $2, $3, 'none')", [
      accountId,
      person.name,
      `${accountId}@example.test`,
    ]);
    await client.query(
      `INSERT INTO platform.memberships (workspace_id, account_id, role)
       SELECT id, $1, $2 FROM platform.workspaces ORDER BY created_at LIMIT 1`,
      [accountId, person.role],
    );
    await client.query(
      "INSERT INTO platform.sessions (id, account_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')",
      [uuid7(now), accountId, createHash("sha256").update(token).digest()],
    );
    return { name: `__Host-quintet-${quintet.port}`, value: token };
  } finally {
    await client.end();
  }
}
