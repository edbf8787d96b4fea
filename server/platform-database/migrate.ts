import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import pg from "pg";
import type { Logger } from "pino";
import type { QueryInterface, Sequelize } from "sequelize";
import { SequelizeStorage, Umzug } from "umzug";
import { StartError } from "../operations/start-error.ts";

interface Migration {
  readonly migration: { up(context: QueryInterface): Promise<void> };
}

/** "QUINTET" as a number: nothing else in this database locks on it. */
const LOCK = 5_783_943;

/**
 * Applies what is missing of `migrations/`. Every process does it at start, and umzug has no lock of its own, so one
 * advisory lock on a direct connection is held around it.
 */
export async function migratePlatform(input: { sequelize: Sequelize; url: string; log: Logger }): Promise<void> {
  const client = new pg.Client({ connectionString: input.url, application_name: "quintet-migrate" });
  await client.connect().catch((error: unknown) => {
    const { code, message } = error as { code?: string; message?: string };
    throw new StartError(`The database in DATABASE_URL cannot be reached: ${message || code}`, { cause: error });
  });
  try {
    await requireVersion(client);
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query("CREATE SCHEMA IF NOT EXISTS platform");
    const applied = await umzugOf(input.sequelize).up();
    for (const { name } of applied) input.log.info({ migration: name }, "migration applied");
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

function umzugOf(sequelize: Sequelize): Umzug<QueryInterface> {
  const folder = migrationsFolder();
  const names = readdirSync(folder)
    .filter((file) => /^\d{14}-[a-z0-9-]+\.[jt]s$/.test(file))
    .sort();
  return new Umzug({
    // Names are stored without an extension: `.ts` in development and `.js` in production are the same migration.
    migrations: names.map((file) => ({
      name: file.replace(/\.[jt]s$/, ""),
      up: async ({ context }) => {
        const module = (await import(pathToFileURL(path.join(folder, file)).href)) as Migration;
        await module.migration.up(context);
      },
    })),
    context: sequelize.getQueryInterface(),
    storage: new SequelizeStorage({ sequelize, schema: "platform", tableName: "migrations", timestamps: true }),
    logger: undefined,
  });
}

/** `migrations/` beside `server/`, as source or compiled. */
const migrationsFolder = (): string => fileURLToPath(new URL("../../migrations/", import.meta.url));
