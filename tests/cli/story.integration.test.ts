import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../support/database.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

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
let drop: () => Promise<void>;

beforeAll(async () => {
  haveJq();
  work = mkdtempSync(join(tmpdir(), "quintet-cli-"));
  const database = await createTestDatabase();
  drop = () => database.drop();
  quintet = await startQuintet({ databaseUrl: database.url });
  await quintet.signUp();
});

afterAll(async () => {
  await quintet?.stop();
  await drop?.();
  if (work) rmSync(work, { recursive: true, force: true });
});

describe("the command line", () => {
  it("creates, imports, plans, publishes, exports, imports again, and rolls back, for a script", async () => {
    const file = join(work, "films.csv");
    writeFileSync(file, "title,year,rating\nAlien,1979,8.5\nBrazil,1985,7.9\nCube,1997,7.2\n");
    const told = await run("bash", [join(import.meta.dirname, "story.sh")], {
      timeout: 280_000,
      env: {
        ...process.env,
        ROOT: root,
        WORK: work,
        DATA_FILE: file,
        QUINTET_DATA: quintet.dataFolder,
        STUDIO: `http://localhost:${quintet.port}`,
      },
    }).catch((error: { stdout: string; stderr: string }) => error);
    expect(`${told.stderr}\n${told.stdout}`).toContain("The story is told.");
  }, 300_000);
});
