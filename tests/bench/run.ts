import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { createApiKey } from "#contract/http/apps";
import { startEmbeddedPostgres } from "#server/postgres/supervise";
import { makeApp, publish, redraw } from "../support/apps.ts";
import { freePort, startQuintet } from "../support/quintet.ts";
import { bookshop, readersGroupId } from "./bookshop.ts";
import { bytesPerWarmApp } from "./bytes-per-app.ts";
import { compileSpeed } from "./compile-speed.ts";
import { formSpeed } from "./form-speed.ts";
import { importSpeed } from "./import-speed.ts";
import { cpuBetween, cpuOf, type LoadResult, load, median } from "./measure.ts";
import { pageEditorSpeed } from "./page-editor-speed.ts";

/**
 * `npm run bench`: the five scenarios beside *limit* (limit.mjs, a server written by hand), in interleaved rounds on
 * one Postgres, one process against one process, the same pool size and load. Prints ratios; has no pass mark, because
 * shared machines are noisy. Needs wrk (Debian: apt-get install wrk). `--seconds 3 --rounds 5` are the defaults.
 */
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const SECONDS = option("seconds", 3);
const ROUNDS = option("rounds", 5);

const NEW_BOOK =
  '{"title":"Bench book {n}","isbn":"978{id}","price":"{x}.50","published":"2001-02-03","in_stock":true,"AUTHOR":{aid}}';

const SCENARIOS = [
  { name: "detail", limit: "/books/{id}", ours: "/api/v1/books/{id}" },
  {
    name: "list20",
    limit: "/books?min_price={x}&page={page}",
    ours: "/api/v1/books?price__gte={x}&limit=20&offset={off}",
  },
  {
    name: "author",
    limit: "/books-author?min_price={x}&page={page}",
    ours: "/api/v1/books?price__gte={x}&limit=20&offset={off}&expand=author",
  },
  { name: "html", limit: "/html?min_price={x}&page={page}", ours: "/books/?price__gte={x}&page={page}" },
  {
    name: "create",
    limit: "/books",
    ours: "/api/v1/books",
    method: "POST",
    limitBody: NEW_BOOK.replace("AUTHOR", "author_id"),
    ourBody: NEW_BOOK.replace("AUTHOR", "author"),
  },
] as const;

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
    const shop = await makeApp(quintet, "Bookshop", bookshop());
    await publish(quintet, shop);
    const { schema } = await one<{ schema: string }>("SELECT schema_name AS schema FROM platform.environments");
    await fillFrom(seed, schema);
    const { secret } = await quintet.call(createApiKey, {
      params: { appId: shop.appId },
      body: { name: "Bench", groupId: readersGroupId },
    });
    const authorization = `Bearer ${secret}`;

    const results = new Map<string, { ratio: number[]; limit: Sample[]; ours: Sample[] }>();
    for (const scenario of SCENARIOS) results.set(scenario.name, { ratio: [], limit: [], ours: [] });
    const loadOurs = (scenario: (typeof SCENARIOS)[number], seconds: number) =>
      load({
        port: appPort,
        url: scenario.ours,
        seconds,
        method: "method" in scenario ? scenario.method : "GET",
        authorization,
        ...("ourBody" in scenario ? { body: scenario.ourBody } : {}),
      });
    // One short unmeasured round warms both.
    for (let round = -1; round < ROUNDS; round++) {
      for (const scenario of SCENARIOS) {
        const seconds = round < 0 ? 1 : SECONDS;
        const method = "method" in scenario ? scenario.method : "GET";
        const theirs = await sample(limit.pid as number, () =>
          load({
            port: limitPort,
            url: scenario.limit,
            seconds,
            method,
            ...("limitBody" in scenario ? { body: scenario.limitBody } : {}),
          }),
        );
        const own = await sample(quintet.process.pid as number, () => loadOurs(scenario, seconds));
        for (const [who, one] of [
          ["limit", theirs],
          ["quintet", own],
        ] as const) {
          if (one.load.failures > 0)
            throw new Error(`${scenario.name}: ${one.load.failures} failed answers of ${who}.`);
        }
        if (round < 0) continue;
        const result = results.get(scenario.name);
        result?.ratio.push(own.load.requestsPerSecond / theirs.load.requestsPerSecond);
        result?.limit.push(theirs);
        result?.ours.push(own);
      }
    }
    const statements = new Map<string, number>();
    for (const scenario of SCENARIOS) {
      statements.set(scenario.name, await statementsPerRequest(() => loadOurs(scenario, 2)));
    }
    console.log(
      `\nMedians of ${ROUNDS} interleaved rounds of ${SECONDS} s, 32 connections, pool 10, Node ${process.versions.node}.\n`,
    );
    console.log(
      "scenario   ratio   limit/s  quintet/s   CPU µs per request: limit  quintet  ratio   Postgres: limit  quintet   statements",
    );
    for (const [name, { ratio, limit: theirs, ours }] of results) {
      const of = (samples: Sample[], pick: (one: Sample) => number) => median(samples.map(pick));
      const cpu = [of(theirs, (one) => one.serverCpu), of(ours, (one) => one.serverCpu)] as const;
      console.log(
        name.padEnd(10),
        median(ratio).toFixed(2).padStart(5),
        of(theirs, (one) => one.load.requestsPerSecond)
          .toFixed(0)
          .padStart(9),
        of(ours, (one) => one.load.requestsPerSecond)
          .toFixed(0)
          .padStart(10),
        cpu[0].toFixed(0).padStart(26),
        cpu[1].toFixed(0).padStart(8),
        (cpu[1] / cpu[0]).toFixed(2).padStart(6),
        of(theirs, (one) => one.postgresCpu)
          .toFixed(0)
          .padStart(17),
        of(ours, (one) => one.postgresCpu)
          .toFixed(0)
          .padStart(8),
        (statements.get(name) ?? Number.NaN).toFixed(2).padStart(12),
      );
    }

    console.log("\nLatency, ms   p50: limit  quintet   p99: limit  quintet  ratio of p99");
    for (const [name, { limit: theirs, ours }] of results) {
      const of = (samples: Sample[], pick: (one: LoadResult) => number) =>
        median(samples.map(({ load: result }) => pick(result)));
      const tails = median(ours.map(({ load: own }, round) => own.p99 / (theirs[round] as Sample).load.p99));
      console.log(
        name.padEnd(10),
        of(theirs, ({ p50 }) => p50)
          .toFixed(1)
          .padStart(13),
        of(ours, ({ p50 }) => p50)
          .toFixed(1)
          .padStart(8),
        of(theirs, ({ p99 }) => p99)
          .toFixed(1)
          .padStart(12),
        of(ours, ({ p99 }) => p99)
          .toFixed(1)
          .padStart(8),
        tails.toFixed(2).padStart(13),
      );
    }

    const took: number[] = [];
    for (let count = 0; count < 7; count++) {
      const definition = bookshop();
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

interface Sample {
  readonly load: LoadResult;
  /** Microseconds per request. */
  readonly serverCpu: number;
  readonly postgresCpu: number;
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
 * Transactions of the database per request, over some thousands of requests: a statement outside a transaction is one.
 * An idle backend tells Postgres its last counts only after ten seconds, so this is a pass of its own.
 */
async function statementsPerRequest(run: () => Promise<LoadResult>): Promise<number> {
  const settled = async () => {
    await new Promise((done) => setTimeout(done, 11_000));
    const result = await admin.query(
      "SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = 'quintet_bench'",
    );
    return Number(result.rows[0].n);
  };
  const before = await settled();
  const { requests } = await run();
  return ((await settled()) - before) / requests;
}

/** Puts the seed's rows into the app's own tables: the same statements, with our column names. */
async function fillFrom(seed: string, schema: string): Promise<void> {
  const inserts = seed.slice(seed.indexOf("INSERT INTO author"), seed.indexOf("CREATE INDEX"));
  const ours = inserts
    .replace("INSERT INTO author", `INSERT INTO "${schema}".author`)
    .replace("INSERT INTO book", `INSERT INTO "${schema}".book`)
    .replace("in_stock, author_id, created_at", "in_stock, author, created_at");
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
