import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { identifier, printSql, quoteIdentifier, sql } from "#engine/sql/sql";
import { makeRole } from "../app-database/app-roles.ts";
import { readQuintetVersion } from "../app-database/apply-quintet-steps.ts";
import { quintetSteps } from "../app-database/quintet-steps.ts";
import { isLeftOut } from "./backup-format.ts";
import { BackupUnfit, forEachPart, type VerifiedBackup } from "./read-backup.ts";

/**
 * Puts a verified backup into an empty database, in one transaction: all of it or nothing. What was made is counted
 * against the backup before the commit. Throws BackupUnfit when something is there already: it never overwrites.
 */
export async function restoreBackup(input: {
  readonly databaseUrl: string;
  readonly file: string;
  readonly backup: VerifiedBackup;
  /** The platform's migrations that this program has. */
  readonly knownMigrations: readonly string[];
  readonly tell?: (message: string) => void;
}): Promise<void> {
  const { backup, file } = input;
  const unknown = backup.header.migrations.find((name) => !input.knownMigrations.includes(name));
  if (unknown) {
    throw new BackupUnfit(
      `A newer Quintet (${backup.header.quintet}) made it, with ${unknown}. Restore it with that one or a newer.`,
    );
  }
  const client = new pg.Client({ connectionString: input.databaseUrl, application_name: "quintet-restore" });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL statement_timeout = 0");
    await client.query("SET LOCAL search_path = ''");
    await client.query("SET LOCAL check_function_bodies = off");
    await client.query("SET LOCAL DateStyle = 'ISO, YMD'");
    await requireEmpty(client, backup);
    for (const role of backup.header.roles) await makeRole(client, role);
    for (const schema of backup.schemas) for (const statement of schema.before) await client.query(statement);
    await loadRows(client, file, backup, input.tell);
    for (const schema of backup.schemas) for (const statement of schema.after) await client.query(statement);
    for (const schema of backup.schemas) for (const statement of schema.last) await client.query(statement);
    for (const [name, { value, called }] of Object.entries(backup.checksums.sequences)) {
      const [schema = "", sequence = ""] = name.split(".");
      await client.query("SELECT pg_catalog.setval($1::regclass, $2::bigint, $3)", [
        `${quoteIdentifier(schema)}.${quoteIdentifier(sequence)}`,
        value,
        called,
      ]);
    }
    await requireAllRows(client, backup);
    await requireKnownSteps(client, backup);
    await settle(client);
    await client.query("COMMIT");
  } finally {
    // Without a commit this rolls everything back.
    await client.end();
  }
}

async function requireEmpty(client: pg.Client, backup: VerifiedBackup): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname = ANY($1::text[]) ORDER BY nspname LIMIT 1",
    [["platform", ...backup.schemas.map(({ schema }) => schema)]],
  );
  if (rows[0]) {
    throw new BackupUnfit(
      `There is an installation already (the schema ${rows[0].name}). Restore into an empty folder or database: nothing is ever overwritten.`,
    );
  }
}

async function loadRows(
  client: pg.Client,
  file: string,
  backup: VerifiedBackup,
  tell: ((message: string) => void) | undefined,
): Promise<void> {
  const columnsOf = new Map(
    backup.schemas.flatMap(({ schema, tables }) =>
      tables.map((table) => [`${schema}.${table.name}`, table.columns] as const),
    ),
  );
  let told = "";
  await forEachPart(file, async ({ schema, name }, part) => {
    const columns = columnsOf.get(`${schema}.${name}`);
    if (!columns) throw new BackupUnfit(`It has rows of ${schema}.${name}, which it does not describe.`);
    if (told !== `${schema}.${name}`) tell?.(`${schema}.${name}`);
    told = `${schema}.${name}`;
    const { text } = printSql(sql`${identifier(schema, name)}`);
    const list = columns.map((column) => quoteIdentifier(column)).join(", ");
    await pipeline(Readable.from([part]), client.query(copyFrom(`COPY ${text} (${list}) FROM STDIN`)));
  });
}

async function requireAllRows(client: pg.Client, backup: VerifiedBackup): Promise<void> {
  for (const [table, wanted] of Object.entries(backup.checksums.rows)) {
    const [schema = "", name = ""] = table.split(".");
    if (isLeftOut(schema, name)) continue;
    const { text } = printSql(sql`SELECT count(*)::int AS rows FROM ${identifier(schema, name)}`);
    const { rows } = await client.query<{ rows: number }>(text);
    if (rows[0]?.rows !== wanted)
      throw new BackupUnfit(
        `${table} has ${rows[0]?.rows ?? 0} rows of ${wanted} after loading. Nothing was restored.`,
      );
  }
}

/** The schema `quintet` may have had steps that this program does not know: it could not be started. */
async function requireKnownSteps(client: pg.Client, backup: VerifiedBackup): Promise<void> {
  const newest = quintetSteps.at(-1)?.number ?? 0;
  const had = await readQuintetVersion(client);
  if (had <= newest) return;
  throw new BackupUnfit(
    `A newer Quintet (${backup.header.quintet}) made it, with step ${had} of the schema "quintet". Restore it with that one or a newer.`,
  );
}

/** What was under way when it was saved, and cannot go on: the uploaded files are not part of a backup. */
async function settle(client: pg.Client): Promise<void> {
  await client.query(
    `UPDATE platform.imports SET state = 'failed', failure = 'The installation was restored from a backup. Upload the file again.'
      WHERE state IN ('uploading', 'analysing', 'proposed', 'importing')`,
  );
  // What apps had left to be done may have been done since. The links in such mails have ended too (backup-format.ts).
  const { rows } = await client.query("SELECT to_regclass('quintet.outbox') IS NOT NULL AS made");
  if (rows[0]?.made !== true) return; // a backup from before there was one
  await client.query(
    `UPDATE quintet.outbox SET dead_at = now(), lease_until = NULL, reason = 'The installation was restored from a backup.'
      WHERE done_at IS NULL AND dead_at IS NULL`,
  );
}
