import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { Failpoint } from "#engine/runtime/failpoints";
import { designSchema } from "#engine/schema/design/design-schema";
import { findDrift } from "#engine/schema/inspect/find-drift";
import { type InspectedSchema, inspectQuery } from "#engine/schema/inspect/inspect-query";
import { readArchived } from "#server/app-database/physical-state";
import { runSql } from "#server/app-database/run-sql";
import type { TestApp } from "../../support/apps.ts";
import { dropDatabase } from "../../support/database.ts";
import { type Quintet, startQuintet } from "../../support/quintet.ts";

export type Row = Readonly<Record<string, unknown>>;

/** The same secret in each start, so that a session outlives its process. */
export const SECRET_KEY = "failpoints-failpoints-failpoints";

/**
 * An installation that is killed and started again: its database (a copy of the one that was prepared), the process of
 * the moment, and what must be in its rows, as clients know it.
 */
export class World {
  readonly url: string;
  app: TestApp;
  readonly sql: pg.Client;
  /** What clients were told that is in books; an act that changes them says so. */
  books: Row[];
  /** What an act keeps from one of its steps to the next. */
  // biome-ignore lint/suspicious/noExplicitAny: each act knows its own
  remembered: any;
  /** Variables of its processes, besides those of all. */
  env: Record<string, string> = {};
  private readonly folder = mkdtempSync(join(tmpdir(), "quintet-kill-"));
  private running: Quintet | undefined;

  constructor(input: { url: string; app: TestApp; books: readonly Row[] }) {
    this.url = input.url;
    this.app = input.app;
    this.books = [...input.books];
    this.sql = new pg.Client({ connectionString: input.url });
    this.sql.on("error", () => undefined); // its database is dropped at the end
  }

  get quintet(): Quintet {
    if (!this.running) throw new Error("Nothing runs.");
    return this.running;
  }

  /** Starts a process; with a point, one that will kill itself there. */
  async start(
    options: { failpoint?: string; args?: readonly string[]; untilReady?: boolean; signIn?: boolean } = {},
  ): Promise<void> {
    const { failpoint, signIn, ...rest } = options;
    const env = { SECRET_KEY, LOG_LEVEL: "info", ...this.env, ...(failpoint ? { FAILPOINT: failpoint } : {}) };
    this.running = await startQuintet({ databaseUrl: this.url, dataFolder: this.folder, env, ...rest });
    if (signIn !== false) await this.running.signIn();
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }

  /** For whoever reads a failure. */
  lastOutput = (): string => this.running?.output().slice(-4_000) ?? "";

  /** Waits for the death; a process that lives on has not come to its point. */
  async died(point: Failpoint): Promise<void> {
    const { process: child } = this.quintet;
    const deadline = Date.now() + 90_000;
    while (child.signalCode === null && child.exitCode === null && Date.now() < deadline) await pause(20);
    if (child.signalCode !== "SIGKILL") {
      throw new Error(
        `"${point}" was not reached (${child.exitCode ?? "it lives"}):\n${this.quintet.output().slice(-3_000)}`,
      );
    }
    await this.stop();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.sql.end().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** All rows of the model books, by whatever fields it has now. */
  async readBooks(path = "book"): Promise<Row[]> {
    const answer = await this.quintet.hosted(this.app.slug, `/api/v1/${path}?limit=100&ordering=id`);
    if (answer.status !== 200) throw new Error(`The rows were answered with ${answer.status}: ${answer.text}`);
    return answer.json<{ results: Row[] }>().results;
  }

  async value(query: string, values: readonly unknown[] = []): Promise<unknown> {
    const { rows } = await this.sql.query<Record<string, unknown>>(query, [...values]);
    return rows[0] && Object.values(rows[0])[0];
  }

  /** Everything that waits for somebody: jobs that were not handed over, releases and imports under way. */
  async unfinished(): Promise<string[]> {
    const { rows } = await this.sql.query<{ what: string }>(
      `SELECT 'outbox ' || job_id AS what FROM platform.outbox WHERE delivered_at IS NULL
       UNION ALL SELECT 'release ' || id || ' ' || state FROM platform.releases WHERE state IN ('queued', 'preparing', 'switching')
       UNION ALL SELECT 'mail ' || state FROM platform.mails WHERE state IN ('queued', 'sending', 'failed')
       UNION ALL SELECT 'line ' || id FROM quintet.outbox WHERE done_at IS NULL AND dead_at IS NULL
       UNION ALL SELECT 'import ' || id || ' ' || state FROM platform.imports WHERE state = 'importing'`,
    );
    return rows.map(({ what }) => what);
  }

  /** What is wrong with the whole of it, in sentences; nothing, if each pointer, release and table fits the others. */
  async faults(): Promise<string[]> {
    const faults: string[] = [];
    const { rows } = await this.sql.query<{ app_id: string; release_id: string; schema: string; live: string[] }>(
      `SELECT l.app_id, l.release_id, e.schema_name AS schema,
              ARRAY(SELECT r.id::text FROM platform.releases r WHERE r.app_id = l.app_id AND r.state = 'live') AS live
         FROM quintet.live l JOIN platform.environments e ON e.app_id = l.app_id AND e.name = l.environment`,
    );
    for (const row of rows) {
      const expected = row.release_id === "0" ? [] : [row.release_id];
      if (row.live.join() !== expected.join()) faults.push(`live are ${row.live.join()}, served is ${row.release_id}`);
      faults.push(...(await this.drift(row)));
    }
    return [...faults, ...(await this.unsettled())];
  }

  /** Deleted apps live, others off it, and what is left of permanently deleted ones. */
  private async unsettled(): Promise<string[]> {
    const { rows } = await this.sql.query<{ what: string }>(
      `SELECT a.label || ' is deleted and live' AS what FROM platform.apps a JOIN quintet.live l ON l.app_id = a.id
        WHERE a.deleted_at IS NOT NULL
       UNION ALL SELECT a.label || ' is suspended' FROM platform.apps a JOIN quintet.off_air o ON o.app_id = a.id
        WHERE a.deleted_at IS NULL
       UNION ALL SELECT a.label || ' has left something' FROM platform.apps a JOIN platform.environments e ON e.app_id = a.id
        WHERE a.purged_at IS NOT NULL`,
    );
    return rows.map(({ what }) => what);
  }

  private async drift(place: { app_id: string; release_id: string; schema: string }): Promise<string[]> {
    const definition = (await this.value(
      "SELECT v.definition FROM platform.releases r JOIN platform.app_versions v ON v.id = r.version_id WHERE r.id = $1",
      [place.release_id],
    )) as AppDefinition | undefined;
    const staged = await this.sql.query(
      "SELECT model_id, table_name, columns, rows::int FROM platform.staged_tables WHERE app_id = $1",
      [place.app_id],
    );
    const [found] = await runSql<{ schema: InspectedSchema }>(this.sql, inspectQuery(place.schema));
    const archived = await readArchived(this.sql, { appId: place.app_id as never, environment: "live" });
    const drift = findDrift({
      design: definition ? designSchema(readDefinition(definition)) : { tables: [] },
      physical: {
        archived,
        staged: staged.rows.map((row) => ({
          modelId: row.model_id,
          tableName: row.table_name,
          columns: row.columns,
          rows: row.rows,
        })),
      },
      inspected: found?.schema ?? { tables: [] },
    });
    const expected = new Set(staged.rows.map((row) => row.table_name));
    const left = (found?.schema.tables ?? []).filter(({ name }) => name.startsWith("_import_") && !expected.has(name));
    return [...drift.map(({ message }) => message), ...left.map(({ name }) => `"${name}" was left behind.`)];
  }
}

/** A copy of a database that nobody is connected to: a quarter of a second, where a new installation takes three. */
export async function copyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const template = new URL(url);
  const copy = new URL(url);
  copy.pathname = `/test_${randomBytes(6).toString("hex")}`;
  const name = (of: URL) => of.pathname.slice(1);
  const run = async (statement: string) => {
    const cluster = new URL(process.env.TEST_DATABASE_URL as string);
    const client = new pg.Client({ connectionString: cluster.toString() });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name(copy)} TEMPLATE ${name(template)}`);
  return { url: copy.toString(), drop: () => dropDatabase(process.env.TEST_DATABASE_URL as string, name(copy)) };
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Waits until something is so; says what it was last when it never is. */
export async function until(what: () => Promise<string | undefined>, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  for (;;) {
    const missing = await what();
    if (missing === undefined) return;
    if (Date.now() > deadline) throw new Error(`After ${ms / 1000} s: ${missing}`);
    await pause(100);
  }
}
