import { createHash, randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import type { AppId } from "#contract/platform-ids";
import { authRoleOf } from "#engine/auth/auth-role";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { AppData } from "#engine/runtime/data/app-data";
import { pageCursors } from "#engine/runtime/execution/page-cursors";
import { formPorts } from "#engine/runtime/forms/form-ports";
import type { AppResponse } from "#engine/runtime/http/app-request";
import { handleRequest } from "#engine/runtime/http/handle-request";
import { mailPorts } from "#engine/runtime/mail/mail-ports";
import type { StoredRelease } from "#engine/runtime/ports";
import { processorTime } from "#engine/runtime/processor-time";
import { LiveApps } from "#engine/runtime/releases/live-apps";
import { operationStatements } from "#engine/schema/operations/registry";
import { NO_PHYSICAL_STATE, nextPhysical } from "#engine/schema/plan/next-physical";
import { planSchema } from "#engine/schema/plan/plan-schema";
import { bindParameters, identifier, printSql, type Sql, sql } from "#engine/sql/sql";

import { applyQuintetSteps } from "#server/app-database/apply-quintet-steps";
import { prepareBtreeGist } from "#server/app-database/prepare-btree-gist";
import { provisionApp } from "#server/app-database/provision-app";
import { pendingSteps, readSteps, runSystemSteps } from "#server/app-database/system-steps";
import { watchUsers } from "#server/app-database/watch-users";
import { createTestDatabase } from "./database.ts";

/**
 * An app served by the engine alone: a database of its own, no platform, no HTTP. `publish` runs the real operations
 * of a plan and moves the live pointer in one transaction, without telling the engine: only the guard does.
 */
export interface ServedApp {
  readonly appId: AppId;
  readonly schemaName: string;
  readonly roleName: string;
  readonly apps: LiveApps;
  readonly data: AppData;
  readonly url: string;
  /** The privileged login. */
  readonly pool: pg.Pool;
  publish(definition: AppDefinition): Promise<void>;
  /** Makes an API key and gives its secret; `group` is a group record's id. */
  key(name: string, groupId: string): Promise<string>;
  revoke(name: string): Promise<void>;
  request(method: string, target: string, options?: RequestOptions): Promise<Answered>;
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Sets the clock forward, for requests from now on. */
  passTime(milliseconds: number): void;
  close(): Promise<void>;
}

export interface RequestOptions {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Of the client. */
  readonly address?: string;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** Which of two processes answers. Each knows of callers what it has read itself. */
  readonly process?: 1 | 2;
}

export interface Answered extends AppResponse {
  readonly text: string;
  json<Content = Record<string, unknown>>(): Content;
}

async function textOf(body: AppResponse["body"]): Promise<string> {
  if (body === undefined) return "";
  if (typeof body === "string" || body instanceof Uint8Array) return Buffer.from(body as string).toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.chunks) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export async function serveApp(
  definition?: AppDefinition,
  { poolSize = 4 }: { readonly poolSize?: number } = {},
): Promise<ServedApp> {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 3 });
  // Dropping the database ends what is still closing.
  pool.on("error", () => undefined);
  pool.on("error", () => undefined);
  const client = await pool.connect();
  await applyQuintetSteps(client);
  await prepareBtreeGist(client);
  client.release();
  const suffix = randomBytes(6).toString("hex");
  const appId = "018f0000-0000-7000-8000-000000000001" as AppId;
  const schemaName = `app_${suffix}`;
  const roleName = schemaName;
  await provisionApp({ pool }, { appId, schemaName, roleName });

  const releases = new Map<number, StoredRelease>();
  const data = new AppData({
    connectionString: database.url,
    poolSize,
    statementTimeoutMs: 5000,
    acquireTimeoutMs: 3000,
    now: () => performance.now(),
  });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  let passed = 0;
  const elapsed = () => performance.now();
  const clock = { now: () => new Date(Date.now() + passed), monotonic: () => elapsed() + passed, processorTime };
  const store = { load: async (id: number) => releases.get(id) };
  const apps = new LiveApps({ data, store, log, now: clock.monotonic });
  /** What another process knows of the same app. */
  const second = new LiveApps({ data, store, log, now: clock.monotonic });
  const cursors = pageCursors("a secret of the tests");
  const forms = formPorts(["a secret of the tests"], clock.monotonic);
  const mail = mailPorts({ secretKey: "a secret of the tests", canSend: true, newId: randomUUID });
  let live: AppDefinition | undefined;
  let physical = NO_PHYSICAL_STATE;

  const publish = async (next: AppDefinition): Promise<void> => {
    const input = { from: live ? readDefinition(live) : undefined, to: readDefinition(next), physical, answers: {} };
    const plan = planSchema(input);
    if (plan.problems.length > 0) throw new Error(plan.problems.map((problem) => problem.message).join(" "));
    const releaseId = releases.size + 1;
    releases.set(releaseId, {
      releaseId,
      releaseNumber: releaseId,
      appId,
      environment: "live",
      schemaName,
      roleName,
      definition: next,
    });
    const own = await pool.connect();
    const run = async (statement: Sql) => {
      const { text, parameters } = printSql(statement);
      await own.query(text, bindParameters(parameters, {}) as unknown[]);
    };
    try {
      await own.query("BEGIN");
      for (const name of plan.locks) await run(sql`LOCK TABLE ${identifier(schemaName, name)}`);
      for (const { operation } of plan.operations) {
        for (const statement of operationStatements(operation, schemaName)) {
          const { chunks } = statement;
          const withoutConcurrently = chunks.map((chunk) =>
            typeof chunk === "string" ? chunk.replace(" CONCURRENTLY", "") : chunk,
          );
          await run(Object.assign(Object.create(Object.getPrototypeOf(statement)), { chunks: withoutConcurrently }));
        }
      }
      const place = { appId, environment: "live", schemaName, roleName };
      await runSystemSteps(own, place, pendingSteps(await readSteps(own, place), input.to));
      await watchUsers(own, place, input.to);
      await own.query("UPDATE quintet.live SET release_id = $1 WHERE app_id = $2", [releaseId, appId]);
      await own.query("COMMIT");
    } catch (error) {
      await own.query("ROLLBACK");
      throw error;
    } finally {
      own.release();
    }
    physical = nextPhysical(plan, physical);
    live = next;
  };

  const served: ServedApp = {
    appId,
    schemaName,
    roleName,
    apps,
    data,
    url: database.url,
    pool,
    publish,
    async key(name, groupId) {
      const secret = `qk_${randomBytes(24).toString("base64url")}`;
      await pool.query(
        `INSERT INTO ${schemaName}._keys (name, group_id, hash, hint) VALUES ($1, $2, $3, right($4, 4))`,
        [name, groupId, createHash("sha256").update(secret).digest(), secret],
      );
      await pool.query("UPDATE quintet.live SET access_version = access_version + 1");
      return secret;
    },
    async revoke(name) {
      await pool.query(`UPDATE ${schemaName}._keys SET revoked_at = now() WHERE name = $1`, [name]);
      await pool.query("UPDATE quintet.live SET access_version = access_version + 1");
    },
    async request(method, target, options = {}) {
      const { key, headers = {}, address = "127.0.0.1", body, process = 1 } = options;
      const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      const answer = await handleRequest(
        { appId, environment: "live" },
        {
          method,
          target,
          headers: {
            ...(text === undefined ? {} : { "content-type": "application/json" }),
            ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
            ...headers,
          },
          address,
          body: async () => Buffer.from((text ?? "") as string),
          origin: "http://shop.localhost:4000",
          id: "request-1",
        },
        {
          ...{ data, clock, log, cursors, forms, mail },
          apps: process === 2 ? second : apps,
          cookies: { insecureHttp: false },
        },
      );
      if (answer.error !== undefined) console.error(method, target, answer.error);
      const content = await textOf(answer.body);
      return { ...answer, text: content, json: () => JSON.parse(content) };
    },
    async sql(statement, values = []) {
      return (await pool.query(statement.replaceAll("app.", `${schemaName}.`), values)).rows;
    },
    passTime(milliseconds) {
      passed += milliseconds;
    },
    async close() {
      await data.close();
      await pool.query(`DROP SCHEMA ${schemaName} CASCADE`).catch(quiet);
      for (const role of [authRoleOf(roleName), roleName]) {
        await pool.query(`DROP OWNED BY ${role}`).catch(quiet);
        await pool.query(`DROP ROLE ${role}`).catch(quiet);
      }
      await pool.end();
      await database.drop();
    },
  };
  if (definition) await publish(definition);
  return served;
}
