import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "#server/postgres/supervise";
import { makeApp, publish, redraw } from "../support/apps.ts";
import { freePort, startQuintet } from "../support/quintet.ts";
import { bookshopWithUsers } from "./bookshop.ts";
import { bytesPerWarmApp } from "./bytes-per-app.ts";
import { type CallerName, makeCallers } from "./callers.ts";
import { compileSpeed } from "./compile-speed.ts";
import { formSpeed } from "./form-speed.ts";
import { importSpeed } from "./import-speed.ts";
import { cpuBetween, cpuOf, type LoadResult, load, median } from "./measure.ts";
import { pageEditorSpeed } from "./page-editor-speed.ts";
import { comparedWithLimit, memberCompared, type Round, type Sample } from "./report.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";

/**
 * `npm run bench`: the five scenarios beside *limit* (limit.mjs, a server written by hand), in interleaved rounds on
 * one Postgres, one process against one process, the same pool size and load. The app is asked by a key, an
 * administrator and a member (callers.ts). Prints ratios; has no pass mark, because shared machines are noisy. Needs wrk
 * (Debian: apt-get install wrk). `--seconds 2 --rounds 5` are the defaults.
 */
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const SECONDS = option("seconds", 2);
const ROUNDS = option("rounds", 5);

type Loader = keyof Round;
const LOADERS: readonly Loader[] = ["limit", "key", "administrator", "member"];

/** Each round begins with another, so that no figure depends on what was measured just before. */
const inOrderOf = (round: number): readonly Loader[] => {
  const first = (round + LOADERS.length) % LOADERS.length;
  return [...LOADERS.slice(first), ...LOADERS.slice(0, first)];
};

const folder = mkdtempSync(join(tmpdir(), "quintet-bench-"));
const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, "postgres") });
const admin = new pg.Pool({ connectionString: postgres.url, max: 2 });
const databaseUrl = (name: string): string => {
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return url.toString();
};

try {
  await admin.query("CREATE DATABASE bench");
  await admin.query("CREATE DATABASE quintet_bench");
  await main();
} finally {
  await admin.end();
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const seed = readFileSync(join(import.meta.dirname, "seed.sql"), "utf8");
  await runSql(databaseUrl("bench"), seed);

  const limitPort = await freePort();
  const url = new URL(postgres.url);
  const limit = spawn(process.execPath, [join(import.meta.dirname, "limit.mjs")], {
    env: {
      ...process.env,
      PORT: String(limitPort),
      PGHOST: url.hostname,
      PGPORT: url.port,
      PGUSER: decodeURIComponent(url.username),
      PGPASSWORD: decodeURIComponent(url.password),
      PGDATABASE: "bench",
      POOL: "10",
    },
    stdio: "inherit",
  });
  const appPort = await freePort();
  const quintet = await startQuintet({
    databaseUrl: databaseUrl("quintet_bench"),
    dataFolder: join(folder, "quintet"),
    env: { APP_PORTS: `bookshop:${appPort}`, LOG_LEVEL: "warn" },
  });
  try {
    await quintet.signUp();
    const shop = await makeApp(quintet, "Bookshop", bookshopWithUsers());
    await publish(quintet, shop);
    const { schema } = await one<{ schema: string }>("SELECT schema_name AS schema FROM platform.environments");
    const database = new pg.Pool({ connectionString: databaseUrl("quintet_bench"), max: 1 });
    const callers = await makeCallers(quintet, shop, { database, schema, port: appPort }).finally(() => database.end());
    await fillFrom(seed, schema);

    const loadOurs = (scenario: Scenario, caller: CallerName, seconds: number) =>
      load({ port: appPort, ...scenario.ours, seconds, method: scenario.method, headers: callers[caller] });
    const rounds = new Map<Scenario, Round[]>(SCENARIOS.map((scenario) => [scenario, []]));
    // One short unmeasured round warms all of them.
    for (let round = -1; round < ROUNDS; round++) {
      for (const scenario of SCENARIOS) {
        const seconds = round < 0 ? 1 : SECONDS;
        const of = async (who: Loader, pid: number, run: () => Promise<LoadResult>) => {
          const measured = await sample(pid, run);
          if (measured.load.failures > 0)
            throw new Error(`${scenario.name}: ${measured.load.failures} failed answers to ${who}.`);
          return measured;
        };
        const run = (who: Loader) =>
          who === "limit"
            ? of(who, limit.pid as number, () =>
                load({ port: limitPort, ...scenario.limit, seconds, method: scenario.method }),
              )
            : of(who, quintet.process.pid as number, () => loadOurs(scenario, who, seconds));
        const measured: Partial<Record<Loader, Sample>> = {};
        for (const who of inOrderOf(round)) measured[who] = await run(who);
        if (round >= 0) rounds.get(scenario)?.push(measured as Round);
      }
    }
    const statements = await statementsPerRequest([
      ...SCENARIOS.map((scenario) => () => loadOurs(scenario, "key", 2)),
      async () => {
        let requests = 0;
        for (const scenario of SCENARIOS) requests += (await loadOurs(scenario, "member", 2)).requests;
        return { requests };
      },
    ]);
    console.log(
      `\nMedians of ${ROUNDS} interleaved rounds of ${SECONDS} s, 32 connections, pool 10, Node ${process.versions.node}.\n`,
    );
    console.log(comparedWithLimit(rounds, statements));
    console.log(memberCompared(rounds, statements[SCENARIOS.length] ?? Number.NaN));

    const took: number[] = [];
    for (let count = 0; count < 7; count++) {
      const definition = bookshopWithUsers();
      const extra = Object.values(definition.records).find(
        (record) => record.kind === "field" && record.name === "isbn",
      );
      if (extra?.kind !== "field") throw new Error("The benchmark's app has no isbn.");
      const records = { ...definition.records };
      for (let added = 0; added <= count; added++) {
        const id = `fld_benchfield000${added}` as const;
        records[id] = { ...extra, id, name: `extra_${added}`, label: `Extra ${added}`, required: false };
      }
      await redraw(quintet, shop, { ...definition, records });
      took.push((await publish(quintet, shop)).tookMs ?? Number.NaN);
    }
    console.log(`\nPublish to live, an added field on 100,000 rows: median ${median(took)} ms of ${took.join(", ")}.`);
    console.log(await importSpeed(quintet));
    console.log(await formSpeed(quintet));
    console.log(bytesPerWarmApp());
    console.log(compileSpeed());
    console.log(pageEditorSpeed());
  } finally {
    limit.kill();
    await quintet.stop();
  }
}

async function sample(pid: number, run: () => Promise<LoadResult>): Promise<Sample> {
  const serverBefore = cpuOf(pid);
  const postgresBefore = cpuOf(postgres.pid);
  const result = await run();
  const serverAfter = cpuOf(pid);
  const postgresAfter = cpuOf(postgres.pid);
  return {
    load: result,
    serverCpu: (cpuBetween(serverBefore, serverAfter) / result.requests) * 1e6,
    postgresCpu: (cpuBetween(postgresBefore, postgresAfter) / result.requests) * 1e6,
  };
}

/**
 * Transactions of the database per request of each load, over some thousands of requests: a statement outside a transaction
 * is one. An idle backend tells Postgres its last counts only after ten seconds, so this is a pass of its own.
 */
async function statementsPerRequest(
  loads: readonly (() => Promise<Pick<LoadResult, "requests">>)[],
): Promise<readonly number[]> {
  const settled = async () => {
    await new Promise((done) => setTimeout(done, 11_000));
    const result = await admin.query(
      "SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = 'quintet_bench'",
    );
    return Number(result.rows[0].n);
  };
  const perRequest: number[] = [];
  let before = await settled();
  for (const run of loads) {
    const { requests } = await run();
    const after = await settled();
    perRequest.push((after - before) / requests);
    before = after;
  }
  return perRequest;
}

/** Puts the seed's rows into the app's own tables: the same statements, with our column names. */
async function fillFrom(seed: string, schema: string): Promise<void> {
  const inserts = seed.slice(seed.indexOf("INSERT INTO author"), seed.indexOf("CREATE INDEX"));
  const ours = inserts
    .replace("INSERT INTO author", `INSERT INTO "${schema}".author`)
    .replace("INSERT INTO book", `INSERT INTO "${schema}".book`)
    .replace("in_stock, author_id, owner_id, created_at", "in_stock, author, owner, created_at");
  await runSql(databaseUrl("quintet_bench"), `${ours};\nANALYZE`);
}

async function one<Row>(statement: string): Promise<Row> {
  const client = new pg.Client({ connectionString: databaseUrl("quintet_bench") });
  await client.connect();
  try {
    return (await client.query(statement)).rows[0] as Row;
  } finally {
    await client.end();
  }
}

async function runSql(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
