import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import pg from "pg";
import type { Logger } from "pino";
import { type QueryInterface, QueryTypes, type Sequelize, type Transaction } from "sequelize";
import type { Umzug } from "umzug";
import { failpoint } from "#engine/runtime/failpoints";
import { StartError } from "../config/start-error.ts";

interface Migration {
  readonly migration: { up(context: QueryInterface): Promise<void> };
}

/** "QUINTET" as a number: nothing else in this database locks on it. */
const LOCK = 5_783_943;

/**
 * Applies what is missing of `migrations/`. Every process does it at start, and umzug has no lock of its own, so one
 * advisory lock on a direct connection is held around it. A database that a newer program has migrated, and tables
 * that no recorded migration made, are refused with what to do, before anything is touched.
 */
export async function migratePlatform(input: { sequelize: Sequelize; url: string; log: Logger }): Promise<void> {
  const { sequelize, log } = input;
  const client = new pg.Client({ connectionString: input.url, application_name: "quintet-migrate" });
  await client.connect().catch((error: unknown) => {
    const { code, message } = error as { code?: string; message?: string };
    throw new StartError(`The database in DATABASE_URL cannot be reached: ${message || code}`, { cause: error });
  });
  try {
    await requireVersion(client);
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const files = migrationFiles();
    const applied = await appliedMigrations(client);
    requireKnown(applied, files);
    await requireOurs(client, applied);
    await client.query("CREATE SCHEMA IF NOT EXISTS platform");
    await client.query(
      `CREATE TABLE IF NOT EXISTS platform.migrations (
        name varchar(255) PRIMARY KEY, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL)`,
    );
    if (files.every((file) => applied?.includes(nameOf(file)))) return;
    const umzug = await umzugOf(sequelize, files);
    for (const { name } of await umzug.up()) log.info({ migration: name }, "migration applied");
  } finally {
    await client.end(); // which frees the lock
  }
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name",
  );
  if (rows[0] && rows[0].number < 140_000) {
    throw new StartError(`DATABASE_URL is Postgres ${rows[0].name}; Quintet needs 14 or newer.`);
  }
}

/** Names of the migrations that this database has had; undefined when it never had one. */
async function appliedMigrations(client: pg.Client): Promise<readonly string[] | undefined> {
  const { rows } = await client.query("SELECT to_regclass('platform.migrations') IS NOT NULL AS made");
  if (rows[0]?.made !== true) return undefined;
  return (await client.query<{ name: string }>("SELECT name FROM platform.migrations ORDER BY name")).rows.map(
    ({ name }) => name,
  );
}

/** A migration that this program does not have was made by a newer one: its tables are not what this code expects. */
function requireKnown(applied: readonly string[] | undefined, files: readonly string[]): void {
  const known = new Set(files.map(nameOf));
  const unknown = (applied ?? []).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new StartError(
    `This database was prepared by a newer Quintet (it has had the migration ${unknown.at(-1)}, which this program does not know). Nothing was changed. Start that version again, or restore a backup from before the upgrade into another database.`,
  );
}

/** Each migration is one transaction, so Quintet never leaves part of one: a person did, or a partial restore. */
async function requireOurs(client: pg.Client, applied: readonly string[] | undefined): Promise<void> {
  if (applied && applied.length > 0) return;
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'platform' AND c.relkind IN ('r', 'p') AND c.relname <> 'migrations' ORDER BY c.relname LIMIT 3`,
  );
  if (rows.length === 0) return;
  const tables = rows.map(({ name }) => `"${name}"`).join(", ");
  throw new StartError(
    `The schema "platform" of this database has tables (${tables}) that no recorded migration made: a restore that was cut short, or another program's. Nothing was changed. Restore the whole backup into an empty database, or name an empty one in DATABASE_URL.`,
  );
}

/** The migrations that this program has, by name, oldest first. */
export const knownMigrations = (): readonly string[] => migrationFiles().map(nameOf);

const nameOf = (file: string): string => file.replace(/\.[jt]s$/, "");

/** Loaded only for this: most starts have nothing to apply. */
async function umzugOf(sequelize: Sequelize, files: readonly string[]): Promise<Umzug<QueryInterface>> {
  const { Umzug } = await import("umzug");
  const context = sequelize.getQueryInterface();
  return new Umzug({
    // Names are stored without an extension: `.ts` in development and `.js` in production are the same migration.
    migrations: files.map((file) => ({
      name: nameOf(file),
      up: async () => {
        const module = (await import(pathToFileURL(path.join(migrationsFolder(), file)).href)) as Migration;
        await sequelize.transaction(async (transaction) => {
          await module.migration.up(within(transaction, context));
          await record(sequelize, nameOf(file), transaction);
          await failpoint("start.migrating");
        });
      },
    })),
    context,
    storage: {
      executed: async () => {
        const rows = await sequelize.query<{ name: string }>("SELECT name FROM platform.migrations ORDER BY name", {
          type: QueryTypes.SELECT,
        });
        return rows.map(({ name }) => name);
      },
      // Recorded by `up` itself.
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
    logger: undefined,
  }) as Umzug<QueryInterface>;
}

/**
 * The query interface as a migration sees it: everything it does, also in a transaction of its own, is in the given
 * one. So a migration and the record of it are there both or neither, wherever the process is killed.
 */
function within(transaction: Transaction, context: QueryInterface): QueryInterface {
  const { sequelize } = context;
  const own = Object.create(sequelize, {
    transaction: { value: (work: (transaction: Transaction) => Promise<unknown>) => work(transaction) },
    query: {
      value: (sql: string, options?: object) => sequelize.query(sql, { ...options, transaction }),
    },
  }) as Sequelize;
  return Object.create(context, { sequelize: { value: own } }) as QueryInterface;
}

const record = (sequelize: Sequelize, name: string, transaction: Transaction): Promise<unknown> =>
  sequelize.query("INSERT INTO platform.migrations (name, created_at, updated_at) VALUES ($1, now(), now())", {
    bind: [name],
    transaction,
  });

const migrationFiles = (): string[] =>
  readdirSync(migrationsFolder())
    .filter((file) => /^\d{14}-[a-z0-9-]+\.[jt]s$/.test(file))
    .sort();

/** `migrations/` beside `server/`, as source or compiled. */
const migrationsFolder = (): string => fileURLToPath(new URL("../../migrations/", import.meta.url));
