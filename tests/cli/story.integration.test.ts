import { execFile, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRow } from "#contract/http/data";
import { createApiToken } from "#contract/http/tokens";
import { app, decimal, integer, model, modelId, relation, text } from "../builders.ts";
import { makeApp, publish, redraw, type TestApp } from "../support/apps.ts";
import { createPreparedDatabase } from "../support/database.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { sheetOf, workbookParts, zip } from "../support/zip.ts";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");

/** jq reads what the commands print, as scripts would. As root on Debian it is installed, like the browser. */
function haveJq(): void {
  const there = () => spawnSync("jq", ["--version"]).status === 0;
  if (there()) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    spawnSync("apt-get", ["update", "-qq"]);
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "jq"]);
  }
  if (!there()) throw new Error("The command line's test needs jq (on Debian: apt-get install jq).");
}

let quintet: Quintet;
let work: string;
let database: Awaited<ReturnType<typeof createPreparedDatabase>>;

beforeAll(async () => {
  haveJq();
  work = mkdtempSync(join(tmpdir(), "quintet-cli-"));
  database = await createPreparedDatabase();
  quintet = await startQuintet({ databaseUrl: database.url });
  await quintet.signUp();
});

afterAll(async () => {
  await quintet?.stop();
  await database?.drop();
  if (work) rmSync(work, { recursive: true, force: true });
});

const environment = () => ({
  ...process.env,
  ROOT: root,
  WORK: work,
  QUINTET_DATA: quintet.dataFolder,
  STUDIO: `http://localhost:${quintet.port}`,
});

describe("the command line", () => {
  it("creates, imports, plans, publishes, exports, imports again, and rolls back, for a script [MOD-16] [SER-05] [MIG-18]", async () => {
    const file = join(work, "films.csv");
    writeFileSync(file, "title,year,rating\nAlien,1979,8.5\nBrazil,1985,7.9\nCube,1997,7.2\n");
    const told = await run("bash", [join(import.meta.dirname, "story.sh")], {
      timeout: 280_000,
      env: { ...environment(), DATA_FILE: file },
    }).catch((error: { stdout: string; stderr: string }) => error);
    expect(`${told.stderr}\n${told.stdout}`).toContain("The story is told.");
  }, 300_000);
});

/** An author, a few books, and a shelf that is drawn and not published. */
async function library(): Promise<TestApp> {
  const author = model("author", text("name", { unique: true }));
  const book = model(
    "book",
    text("title", { required: true }),
    text("isbn", { unique: true }),
    decimal("price"),
    integer("pages"),
    relation("author", "author"),
    { pluralLabel: "Books" },
  );
  const made = await makeApp(quintet, "Library", app(author, book));
  await publish(quintet, made);
  await redraw(quintet, made, app(author, book, model("shelf", text("name"))));
  for (const name of ["Butler", "Austen"])
    await quintet.call(createRow, {
      params: { appId: made.appId, modelId: modelId("author") },
      body: { values: { name } } as never,
    });
  return made;
}

describe("rows for a live model", () => {
  let made: TestApp;
  beforeAll(async () => {
    made = await library();
    const sheet = (rows: Parameters<typeof sheetOf>[0]) => sheetOf(rows);
    const sheets = {
      Notes: sheet([["Prices of next year"], ["see the other sheet"]]),
      Prices: sheet([
        ["ISBN", "Title", "Price", "Pages"],
        ["1", "Kindred", 12.5, 264],
        ["2", "Dawn", 10.2, 248],
        ["9", "Fledgling", 8, 310],
      ]),
    };
    writeFileSync(join(work, "update.xlsx"), zip(workbookParts({ sheets })));
  }, 60_000);

  it("are added, changed, refused, tried and taken back, for a script", async () => {
    const told = await run("bash", [join(import.meta.dirname, "rows.sh")], {
      timeout: 280_000,
      env: { ...environment(), APP: made.slug },
    }).catch((error: { stdout: string; stderr: string }) => error);
    expect(`${told.stderr}\n${told.stdout}`).toContain("The rows are in.");
  }, 300_000);

  it("are cancelled on the server by Ctrl-C, whatever holds them up, and it is said", async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query("SELECT schema_name FROM platform.environments WHERE app_id = $1", [
      made.appId,
    ]);
    const book = `"${rows[0]?.schema_name}".book`;
    const count = async () => Number((await client.query(`SELECT count(*) FROM ${book}`)).rows[0]?.count);
    const before = await count();
    const state = async () =>
      (await client.query("SELECT state FROM platform.imports ORDER BY created_at DESC LIMIT 1")).rows[0]?.state;
    writeFileSync(join(work, "slow.tsv"), "title\nOne\nTwo\n");
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query("BEGIN");
      await other.query(`LOCK TABLE ${book} IN SHARE MODE`);
      const args = ["import", "slow.tsv", "--app", made.slug, "--model", "book", "--json"];
      const cli = spawn(process.execPath, [join(root, "bootstrap.mjs"), ...args], { cwd: work, env: environment() });
      let output = "";
      cli.stdout.on("data", (part) => {
        output += String(part);
      });
      const ended = new Promise<number | null>((done) => cli.on("exit", done));
      await expect.poll(state, { timeout: 30_000 }).toBe("importing");
      cli.kill("SIGINT");
      expect(await ended).toBe(130);
      expect(JSON.parse(output)).toMatchObject({ error: { code: "interrupted", import: expect.any(String) } });
      expect(await state()).toBe("cancelled");
    } finally {
      await other.end();
    }
    await expect.poll(count, { timeout: 5_000 }).toBe(before);
    await client.end();
  }, 60_000);

  it("are written by nobody whose role does not allow it: told before the file is sent", async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const token = await quintet.call(createApiToken, { body: { name: "viewer", scopes: ["edit", "data"], days: 7 } });
    try {
      await client.query("UPDATE platform.memberships SET role = 'viewer'");
      const args = ["import", "slow.tsv", "--app", made.slug, "--model", "book", "--json"];
      const refused = await run(process.execPath, [join(root, "bootstrap.mjs"), ...args], {
        cwd: work,
        env: { ...environment(), QUINTET_URL: `http://localhost:${quintet.port}`, QUINTET_TOKEN: token.secret },
      }).catch((error: { code: number; stdout: string }) => error);
      expect(refused).toMatchObject({ code: 3 });
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "forbidden" } });
    } finally {
      await client.query("UPDATE platform.memberships SET role = 'owner'");
      await client.end();
    }
  }, 60_000);
});
