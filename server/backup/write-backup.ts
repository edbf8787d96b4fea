import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { finished, pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type Pack, pack } from "tar-stream";
import { authRoleOf } from "#engine/auth/auth-role";
import { identifier, printSql, sql } from "#engine/sql/sql";

import { BACKUP_FORMAT, type BackupHeader, type Checksums, isLeftOut, MAX_PART_BYTES } from "./backup-format.ts";
import { describeSchema } from "./describe-schema.ts";
import { listSchemas } from "./list-schemas.ts";

export interface BackupWritten {
  readonly file: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly tables: number;
  readonly rows: number;
}

const LINE_FEED = 10;

/** A statement that waits for a lock longer than this gives up: a publish is under way. */
const LOCK_WAIT = "30s";

/**
 * Saves a whole installation as it is at one moment, while it goes on serving: rows are read in one transaction, which
 * locks nothing but DDL. A publish that begins meanwhile waits for it. The file appears under its name when it is whole.
 */
export async function writeBackup(input: {
  readonly databaseUrl: string;
  readonly file: string;
  readonly version: string;
  /** The content of the data folder's secret key, when the installation keeps one there. */
  readonly secretKey: string | undefined;
  readonly now: Date;
  readonly tell?: (message: string) => void;
}): Promise<BackupWritten> {
  const client = new pg.Client({ connectionString: input.databaseUrl, application_name: "quintet-backup" });
  await client.connect();
  const partial = `${input.file}.partial`;
  try {
    const schemas = await begin(client);
    const archive = new Archive(partial);
    try {
      await archive.text("quintet.json", JSON.stringify(await headerOf(client, input), null, 2));
      if (input.secretKey !== undefined) await archive.text("secret-key", input.secretKey);
      let tables = 0;
      for (const schema of schemas) {
        const described = await describeSchema(client, schema);
        await archive.text(`schemas/${schema}.json`, JSON.stringify(described, null, 2));
        for (const table of described.tables) {
          tables++;
          if (isLeftOut(schema, table.name)) continue;
          input.tell?.(`${schema}.${table.name}`);
          await archive.rows(client, schema, table);
        }
      }
      const rows = await archive.end(await sequencesOf(client, schemas));
      await client.query("COMMIT");
      // On the disk before it has its name: a backup that is cut by a power failure is none.
      const handle = await open(partial, "r");
      await handle.sync();
      const { size } = await handle.stat();
      await handle.close();
      await rename(partial, input.file);
      return { file: input.file, size, tables, rows };
    } catch (error) {
      archive.destroy();
      throw error;
    }
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * Locks first and looks then, so that the tables are those of the moment that is saved. `search_path` is empty, so that
 * the catalog prints every name in full.
 */
async function begin(client: pg.Client): Promise<readonly string[]> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await client.query("SET LOCAL search_path = ''");
  await client.query(`SET LOCAL lock_timeout = '${LOCK_WAIT}'`);
  await client.query("SET LOCAL idle_in_transaction_session_timeout = 0");
  await client.query("SET LOCAL statement_timeout = 0");
  // Texts as every Postgres reads them again.
  await client.query("SET LOCAL DateStyle = 'ISO, YMD'");
  await client.query("SET LOCAL IntervalStyle = 'postgres'");
  await client.query("SET LOCAL extra_float_digits = 1");
  await client.query("LOCK TABLE platform.environments, platform.releases, platform.outbox IN ACCESS SHARE MODE");
  const schemas = await listSchemas(client);
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY($1::text[]) AND c.relkind = 'r' ORDER BY c.oid`,
    [schemas],
  );
  for (const { schema, name } of rows)
    await client.query(printSql(sql`LOCK TABLE ${identifier(schema, name)} IN ACCESS SHARE MODE`).text);
  return schemas;
}

async function headerOf(client: pg.Client, input: { version: string; now: Date }): Promise<BackupHeader> {
  const { rows } = await client.query<{ postgres: string; migrations: string[]; roles: string[] }>(
    `SELECT current_setting('server_version') AS postgres,
            ARRAY(SELECT name::text FROM platform.migrations ORDER BY name) AS migrations,
            ARRAY(SELECT role_name FROM platform.environments
                   UNION ALL
                  SELECT r.rolname FROM platform.environments e JOIN pg_catalog.pg_roles r ON r.rolname = e.role_name || $1
                   ORDER BY 1) AS roles`,
    [authRoleOf("")],
  );
  const { postgres = "", migrations = [], roles = [] } = rows[0] ?? {};
  return {
    format: BACKUP_FORMAT,
    quintet: input.version,
    createdAt: input.now.toISOString(),
    postgres,
    migrations,
    roles,
  };
}

async function sequencesOf(client: pg.Client, schemas: readonly string[]): Promise<Checksums["sequences"]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY($1::text[]) AND c.relkind = 'S' ORDER BY n.nspname, c.relname`,
    [schemas],
  );
  const found: Record<string, { value: string; called: boolean }> = {};
  for (const { schema, name } of rows) {
    const { text } = printSql(
      sql`SELECT last_value::text AS value, is_called AS called FROM ${identifier(schema, name)}`,
    );
    const state = await client.query<{ value: string; called: boolean }>(text);
    if (state.rows[0]) found[`${schema}.${name}`] = state.rows[0];
  }
  return found;
}

/** The tar as it grows. Entries know their size before they are written, so rows go in parts. */
class Archive {
  readonly #pack: Pack = pack();
  readonly #written: Promise<void>;
  readonly #entries: Record<string, { sha256: string; bytes: number }> = {};
  readonly #rows: Record<string, number> = {};

  constructor(file: string) {
    this.#written = pipeline(this.#pack, createGzip({ level: 6 }), createWriteStream(file, { mode: 0o600 }));
    // Awaited at the end; until then a failure (a full disk) is not "unhandled".
    this.#written.catch(() => undefined);
  }

  text(name: string, content: string): Promise<void> {
    return this.#add(name, Buffer.from(content, "utf8"));
  }

  async rows(
    client: pg.Client,
    schema: string,
    table: { readonly name: string; readonly columns: readonly string[] },
  ): Promise<void> {
    const columns = table.columns.map((column) => printSql(sql`${identifier(column)}`).text).join(", ");
    const { text } = printSql(sql`${identifier(schema, table.name)}`);
    const source = client.query(copyTo(`COPY ${text} (${columns}) TO STDOUT`));
    let part = 0;
    let waiting: Buffer[] = [];
    let bytes = 0;
    const write = async (content: Buffer) => {
      part++;
      await this.#add(`tables/${schema}/${table.name}/${String(part).padStart(6, "0")}.copy`, content);
    };
    for await (const chunk of source as AsyncIterable<Buffer>) {
      waiting.push(chunk);
      bytes += chunk.length;
      if (bytes < MAX_PART_BYTES || !chunk.includes(LINE_FEED)) continue;
      // A part ends with a row; in COPY's text a line feed is nothing else.
      const content = Buffer.concat(waiting);
      const end = content.lastIndexOf(LINE_FEED) + 1;
      await write(content.subarray(0, end));
      waiting = [content.subarray(end)];
      bytes = content.length - end;
    }
    if (bytes > 0) await write(Buffer.concat(waiting));
    this.#rows[`${schema}.${table.name}`] = source.rowCount;
  }

  /** Writes the checksums and waits until all of it is in the file. Gives the number of rows. */
  async end(sequences: Checksums["sequences"]): Promise<number> {
    const checksums: Checksums = { entries: this.#entries, rows: this.#rows, sequences };
    await this.#put("checksums.json", Buffer.from(JSON.stringify(checksums, null, 2), "utf8"));
    this.#pack.finalize();
    await this.#written;
    return Object.values(this.#rows).reduce((sum, rows) => sum + rows, 0);
  }

  destroy(): void {
    this.#pack.destroy();
  }

  async #add(name: string, content: Buffer): Promise<void> {
    this.#entries[name] = { sha256: createHash("sha256").update(content).digest("hex"), bytes: content.length };
    await this.#put(name, content);
  }

  async #put(name: string, content: Buffer): Promise<void> {
    const entry = this.#pack.entry({ name, size: content.length, mode: 0o600 });
    entry.end(content);
    // Whichever comes first: it is written, or the file cannot be (a full disk).
    await Promise.race([finished(entry as never), this.#written]);
  }
}
