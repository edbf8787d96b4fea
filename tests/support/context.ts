import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import type { AccountId, AppId, DraftId, WorkspaceId } from "#contract/platform-ids";
import type { ServerToClient } from "#contract/socket/events";
import { type AppDefinition, emptyDefinition } from "#engine/definition/app-definition";
import { rowOf } from "#engine/edits/assemble";
import type { Actor } from "#server/commands/accounts/actor";
import { createApp } from "#server/commands/apps/create-app";
import { readConfig } from "#server/config/config";
import type { Audience, ServerContext } from "#server/context";
import { sessionCookieName } from "#server/http/session-cookie";
import type { MemberRole } from "#server/models/membership";
import { uuid7 } from "#server/platform-database/uuid7";
import { createPlatformDatabase, type PlatformDatabase, silentLog } from "./platform-database.ts";

/** What was emitted, in order. */
export interface Emitted {
  readonly audience: Audience;
  readonly event: keyof ServerToClient;
  readonly payload: unknown;
}

export interface TestContext {
  readonly context: ServerContext;
  readonly database: PlatformDatabase;
  readonly emitted: Emitted[];
  close(): Promise<void>;
}

/** A server's context on a fresh database, whose events are kept and whose queues are silent unless given. */
export async function createTestContext(overrides: Partial<ServerContext> = {}): Promise<TestContext> {
  const database = await createPlatformDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  const emitted: Emitted[] = [];
  const context: ServerContext = {
    config: readConfig({ PORT: "4000" }),
    log: silentLog,
    clock: { now: () => new Date() },
    sequelize: database.sequelize,
    platformDatabaseUrl: database.url,
    appDatabase: { url: database.url, pool },
    secretKey: "test ".repeat(8),
    realtime: { emit: (audience, event, payload) => void emitted.push({ audience, event, payload }) },
    queues: { nudge: () => {} },
    ...overrides,
  };
  return {
    context,
    database,
    emitted,
    close: async () => {
      await pool.end();
      await database.close();
    },
  };
}

/** A person in a workspace (a new one unless given), signed in. `cookie` is what their browser would send. */
export async function createActor(
  context: ServerContext,
  input: { name: string; role?: MemberRole; workspaceId?: WorkspaceId },
): Promise<Actor & { readonly cookie: string }> {
  const { name, role = "owner" } = input;
  const [accountId, sessionId] = [uuid7(new Date()) as AccountId, uuid7(new Date())];
  const workspaceId = input.workspaceId ?? (uuid7(new Date()) as WorkspaceId);
  const email = `${name.toLowerCase()}-${accountId}@example.test`;
  const token = randomBytes(32).toString("base64url");
  const run = (text: string, bind: unknown[]) => context.sequelize.query(text, { bind });
  if (!input.workspaceId)
    await run("INSERT INTO platform.workspaces (id, name) VALUES ($1, $2)", [workspaceId, `${name}'s`]);
  await run("INSERT INTO platform.accounts (id, name, email, password_hash) VALUES ($1, $2, $3, '')", [
    accountId,
    name,
    email,
  ]);
  await run("INSERT INTO platform.memberships (workspace_id, account_id, role) VALUES ($1, $2, $3)", [
    workspaceId,
    accountId,
    role,
  ]);
  await run(
    "INSERT INTO platform.sessions (id, account_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')",
    [sessionId, accountId, createHash("sha256").update(token).digest()],
  );
  return {
    accountId,
    name,
    email,
    workspaceId,
    workspaceName: `${name}'s`,
    role,
    sessionId,
    requestId: "test",
    cookie: `${sessionCookieName(context.config)}=${token}`,
  };
}

/** An app whose draft is the given definition, without a log. */
export async function createTestApp(
  context: ServerContext,
  actor: Actor,
  definition: AppDefinition = emptyDefinition("Test app"),
): Promise<{ appId: AppId; draftId: DraftId }> {
  return context.sequelize.transaction(async (transaction) => {
    const made = await createApp(context, actor, definition.settings, transaction);
    const rows = Object.values(definition.records).map((record) => rowOf(record));
    await context.sequelize.query(
      `INSERT INTO platform.draft_records (draft_id, record_id, kind, body, refs, revision)
       SELECT $1, r."recordId", r.kind, r.body, r.refs, 0
         FROM jsonb_to_recordset($2::jsonb) AS r("recordId" text, kind text, body jsonb, refs text[])`,
      { bind: [made.draftId, JSON.stringify(rows)], transaction },
    );
    return made;
  });
}
