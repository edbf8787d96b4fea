import pg from "pg";
import { pino } from "pino";
import type { MemberRole } from "#contract/permissions";
import type { AccountId, AppId, DraftId, WorkspaceId } from "#contract/platform-ids";
import { prepareAppDatabase } from "#server/app-database/prepare-app-database";
import { createApp } from "#server/commands/apps/create-app";
import { type Config, readConfig } from "#server/config/config";
import type { Audience, ServerContext, SocketOwner } from "#server/context";
import { openEngine } from "#server/engine/open-engine";
import { canSendMail } from "#server/mail/mail-transport-kind";
import { Account } from "#server/models/account";
import { Membership } from "#server/models/membership";
import { Workspace } from "#server/models/workspace";
import { connectPlatformDatabase } from "#server/platform-database/connect";
import { uuid7 } from "#server/platform-database/uuid7";
import type { Actor } from "#server/policies/actor";
import { createPreparedDatabase } from "./database.ts";

/** A platform in a database of its own: migrated, with one owner, and a record of what the sockets would have told. */
export interface TestPlatform {
  readonly context: ServerContext;
  readonly actor: Actor;
  readonly emitted: { audience: Audience; event: string; payload: unknown }[];
  /** Whose sockets would have been closed. */
  readonly ended: SocketOwner[];
  /** Another member of the same workspace; of another workspace with `elsewhere`. */
  member(role: MemberRole | "viewer with data", elsewhere?: "elsewhere"): Promise<Actor>;
  createApp(label: string): Promise<{ appId: AppId; draftId: DraftId }>;
  close(): Promise<void>;
}

export async function createTestPlatform(environment: Record<string, string> = {}): Promise<TestPlatform> {
  const database = await createPreparedDatabase();
  const config: Config = readConfig({ SECRET_KEY: "test-secret-key-test-secret-key-test", ...environment });
  const log = pino({ level: process.env.TEST_LOG_LEVEL ?? "silent" });
  const sequelize = connectPlatformDatabase({ url: database.url, log });
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  // The database is dropped under it at the end.
  pool.on("error", () => undefined);
  // What it says of the database as a whole is not copied with it.
  await prepareAppDatabase({ url: database.url }, log);

  const engine = openEngine({
    databaseUrl: database.url,
    sequelize,
    secretKey: config.secretKey ?? "",
    secretKeyBefore: undefined,
    canSendMail: canSendMail(config),
    log,
    now: () => new Date(),
  });
  const emitted: TestPlatform["emitted"] = [];
  const ended: SocketOwner[] = [];
  const context: ServerContext = {
    config,
    log,
    clock: { now: () => new Date() },
    sequelize,
    platformDatabaseUrl: database.url,
    appDatabase: { url: database.url, pool },
    engine,
    secretKey: config.secretKey ?? "",
    realtime: {
      emit: (audience, event, payload) => void emitted.push({ audience, event, payload }),
      endSockets: (whose) => void ended.push(whose),
    },
    queues: { nudge: () => undefined },
  };

  const workspaceOf = async (name: string) => {
    const id = uuid7(new Date()) as WorkspaceId;
    await Workspace.create({ id, name });
    return { id, name };
  };
  const home = await workspaceOf("Home");
  const member: TestPlatform["member"] = async (kind, elsewhere) => {
    const role = kind === "viewer with data" ? "viewer" : kind;
    const data = kind !== "viewer";
    const workspace = elsewhere ? await workspaceOf("Elsewhere") : home;
    const accountId = uuid7(new Date()) as AccountId;
    const email = `${accountId}@example.com`;
    await Account.create({ id: accountId, name: kind, email, passwordHash: "none" });
    await Membership.create({ workspaceId: workspace.id, accountId, role, data: kind === "viewer with data" });
    return {
      accountId,
      name: kind,
      email,
      workspaceId: workspace.id,
      workspaceName: workspace.name,
      role,
      data,
      via: { kind: "browser" },
      sessionId: uuid7(new Date()),
      isFresh: true,
      requestId: "test",
    };
  };
  const actor = await member("owner");

  return {
    context,
    actor,
    emitted,
    ended,
    member,
    createApp: (label) => sequelize.transaction((transaction) => createApp(context, actor, { label }, transaction)),
    async close() {
      await engine.close();
      await sequelize.close();
      await pool.end();
      await database.drop();
    },
  };
}
