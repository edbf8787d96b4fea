import { execFile } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "#contract/http/apps";
import { verifyBackup } from "#server/backup/read-backup";
import { app, choice, integer, model, relation, text } from "../builders.ts";
import { makeApp, publish, redraw, type TestApp } from "../support/apps.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** A whole installation saved and restored, with the commands that an operator would use. */
const root = resolve(import.meta.dirname, "../..");
const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), "quintet-backup-"));
  folders.push(made);
  return made;
};
const servers: Quintet[] = [];
let quintet: Quintet;
let shop: TestApp;
let file: string;

async function command(dataFolder: string, ...args: string[]) {
  const env: NodeJS.ProcessEnv = { ...process.env, QUINTET_DATA: dataFolder };
  for (const name of ["DATABASE_URL", "BASE_URL", "NODE_ENV"]) delete env[name];
  const run = promisify(execFile)(process.execPath, [join(root, "bootstrap.mjs"), ...args, "--json"], { env });
  const done = await run.then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => error,
  );
  return { code: done.code, json: JSON.parse(done.stdout) };
}

const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true };
const drawing = app(
  model("author", open, text("name", { required: true, unique: true })),
  model(
    "book",
    open,
    text("title", { required: true }),
    integer("pages"),
    choice("state", ["new", "old"]),
    relation("author", "author"),
  ),
);

beforeAll(async () => {
  quintet = await startQuintet({ dataFolder: folder() });
  servers.push(quintet);
  await quintet.signUp();
  shop = await makeApp(quintet, "Shop", drawing);
  await publish(quintet, shop);
  const post = (path: string, body: unknown) =>
    quintet.hosted("shop", `/api/v1/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  for (let number = 1; number <= 40; number++) {
    const author = await post("author", { name: `Žofie "${number}"\\\t\n🎬` });
    expect(author.status, author.text).toBe(201);
    await post("book", { title: `Titre ${number}`, pages: number % 3 ? number : null, state: "new", author: number });
  }
  await post("book", { title: "x".repeat(100_000).slice(0, 190) });
  // Something archived, an app that was never published, and a draft that differs from live.
  await redraw(
    quintet,
    shop,
    app(
      ...[
        model("author", open, text("name", { required: true, unique: true })),
        model(
          "book",
          open,
          text("title", { required: true }),
          choice("state", ["new", "old"]),
          relation("author", "author"),
        ),
      ],
    ),
  );
  await publish(quintet, shop);
  await quintet.call(createApp, { body: { label: "Never live" } });
  file = join(folder(), "saved.backup");
}, 120_000);

afterAll(async () => {
  for (const server of servers) await server.stop();
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe("a backup of the whole installation", () => {
  it("is taken while writes go on, restored into an empty folder on another port, and equal", async () => {
    let writing = true;
    const statuses = new Set<number>();
    const writer = (async () => {
      while (writing) {
        const answer = await quintet.hosted("shop", "/api/v1/author/1", {
          method: "PATCH",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ name: `Busy ${Math.random()}` }),
        });
        statuses.add(answer.status);
      }
    })();
    const saved = await command(quintet.dataFolder, "backup", file);
    writing = false;
    await writer;
    expect(saved).toMatchObject({ code: 0, json: { file } });
    expect([...statuses]).toEqual([200]);

    const empty = join(folder(), "data");
    expect(await command(empty, "restore", file)).toMatchObject({
      code: 4,
      json: { error: { code: "not_confirmed" } },
    });
    expect(await command(empty, "restore", file, "--yes")).toMatchObject({ code: 0, json: { rows: saved.json.rows } });

    // Equal: what a backup of the restored one holds is what the first one holds.
    const again = join(folder(), "again.backup");
    expect((await command(empty, "backup", again)).code).toBe(0);
    const [first, second] = [await verifyBackup(file), await verifyBackup(again)];
    expect(second.checksums).toEqual({
      ...first.checksums,
      entries: { ...first.checksums.entries, "quintet.json": second.checksums.entries["quintet.json"] },
    });

    const restored = await startQuintet({ dataFolder: empty });
    servers.push(restored);
    await restored.signIn();
    const page = "/api/v1/book?limit=100&expand=author&ordering=id";
    const [before, after] = [await quintet.hosted("shop", page), await restored.hosted("shop", page)];
    const rows = (text: string) => text.replaceAll(/Busy [0-9.]+/g, "Busy").replaceAll(/localhost:\d+/g, "localhost");
    expect(after.status).toBe(200);
    expect(rows(after.text)).toBe(rows(before.text));
    // It goes on living: new rows get new keys, and the next publish works on its tables.
    const created = await restored.hosted("shop", "/api/v1/author", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "After" }),
    });
    expect(created.json<{ id: number }>().id).toBe(41);
    await redraw(restored, shop, drawing);
    await publish(restored, shop);
    expect((await restored.hosted("shop", "/api/v1/book/1")).json()).toMatchObject({ pages: 1 });
  }, 120_000);

  it("does not go over an installation that is there", async () => {
    const answer = await command(quintet.dataFolder, "restore", file, "--yes");
    expect(answer).toMatchObject({ code: 1, json: { error: { code: "backup_unfit" } } });
    expect(answer.json.error.message).toContain("nothing is ever overwritten");
    expect(await command(quintet.dataFolder, "backup", file)).toMatchObject({
      code: 1,
      json: { error: { code: "file_exists" } },
    });
  });

  it("is refused when it is cut, changed, or of a newer program, and nothing is touched", async () => {
    const tar = gunzipSync(readFileSync(file));
    const broken = (name: string, make: (path: string) => void) => {
      const path = join(folder(), `${name}.backup`);
      make(path);
      return path;
    };
    const patched = (change: (content: Buffer) => void) => (path: string) => {
      const copy = Buffer.from(tar);
      change(copy);
      writeFileSync(path, gzipSync(copy, { level: 1 }));
    };
    const cases: readonly [string, RegExp][] = [
      [
        broken("cut in the middle", (path) => {
          copyFileSync(file, path);
          truncateSync(path, Math.floor(statSync(file).size / 2));
        }),
        /cut|damaged/,
      ],
      [
        broken("cut at the end", (path) => {
          writeFileSync(path, gzipSync(tar.subarray(0, tar.lastIndexOf("checksums.json"))));
        }),
        /cut/,
      ],
      [
        broken("one bit on the disk", (path) => {
          copyFileSync(file, path);
          const handle = openSync(path, "r+");
          writeSync(handle, Buffer.from([0x5a]), 0, 1, Math.floor(statSync(file).size / 3));
          closeSync(handle);
        }),
        /damaged|changed|cut/,
      ],
      [
        broken(
          "a changed row",
          patched((copy) => copy.write("Tricked", copy.indexOf("Titre 7"), "utf8")),
        ),
        /changed/,
      ],
      [broken("a text file", (path) => writeFileSync(path, "hello")), /no backup/],
    ];
    for (const [path, reason] of cases) {
      const empty = join(folder(), "data");
      const answer = await command(empty, "restore", path, "--yes");
      expect(answer, path).toMatchObject({ code: 1, json: { error: { code: "backup_unfit" } } });
      expect(answer.json.error.message, path).toMatch(reason);
      expect(existsSync(empty) ? readdirSync(empty) : [], path).toEqual([]);
    }
  });

  it("is readable by its owner alone, and says by itself whether it is whole", async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const checked = await command(join(folder(), "nothing"), "restore", file, "--check");
    expect(checked).toMatchObject({ code: 0, json: { apps: 2 } });
  });
});
