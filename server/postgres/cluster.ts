import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { StartError } from "../config/start-error.ts";
import type { Account } from "./account.ts";
import { type Binaries, systemStateFolder } from "./binaries.ts";
import { run } from "./run.ts";

/** One cluster and the files beside it. */
export interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly password: string;
  readonly logFile: string;
  readonly portFile: string;
}

export const SUPERUSER = "quintet_admin";

/**
 * The folder of the cluster, made if it is not there. Under a data folder that the account cannot enter (a checkout in
 * root's closed home) it is in a system folder instead, and a note in the data folder says where.
 */
export async function openFolder(dataFolder: string, account: Account | undefined): Promise<string> {
  const wanted = path.join(path.resolve(dataFolder), "postgres");
  mkdirSync(wanted, { recursive: true });
  if (!account) return wanted;
  chmodSync(path.dirname(wanted), 0o755);
  chmodSync(wanted, 0o755);
  if (await canEnter(wanted, account)) return wanted;

  const elsewhere = path.join(systemStateFolder(dataFolder), "postgres");
  mkdirSync(elsewhere, { recursive: true });
  for (const folder of [elsewhere, path.dirname(elsewhere), path.dirname(path.dirname(elsewhere))])
    chmodSync(folder, 0o755);
  writeFileSync(
    path.join(wanted, "MOVED"),
    `The database is in ${elsewhere}: the account ${account.name} cannot enter this folder.\n`,
  );
  return elsewhere;
}

/** Asked as the account itself; spawn's own `cwd` would be entered while still root. */
const canEnter = (folder: string, account: Account): Promise<boolean> =>
  run("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], { account }).then(
    () => true,
    () => false,
  );

/** Opens the cluster in a folder; makes it when it is not there. `fsync: false` is for tests. */
export async function openCluster(input: {
  folder: string;
  binaries: Binaries;
  account: Account | undefined;
  fsync: boolean;
}): Promise<Cluster & { isNew: boolean }> {
  const { folder, binaries, account } = input;
  const data = path.join(folder, "data");
  const passwordFile = path.join(folder, "password");
  const cluster = (isNew: boolean) => ({
    folder,
    data,
    password: readFileSync(passwordFile, "utf8").trim(),
    logFile: path.join(folder, "postgres.log"),
    portFile: path.join(folder, "port"),
    isNew,
  });
  if (existsSync(path.join(data, "PG_VERSION"))) {
    await requireSameMajor(data, binaries, account);
    if (existsSync(passwordFile)) return cluster(false);
    throw new StartError(
      `${passwordFile} is missing, and without it the database cannot be opened. Put it back, or move ${data} away to begin anew.`,
    );
  }

  // A cluster is valid once it is renamed; leftovers of a killed start are removed.
  for (const name of readdirSync(folder)) {
    if (name.startsWith("data.new-")) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  const fresh = path.join(folder, `data.new-${process.pid}`);
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  if (account) for (const file of [fresh, passwordFile]) chownSync(file, account.uid, account.gid);
  await run(
    binaries.initdb,
    [
      `--pgdata=${fresh}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The same order and case on every machine, whatever its locales.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
      ...(input.fsync ? [] : ["--no-sync"]),
    ],
    { account },
  );
  renameSync(fresh, data);
  return cluster(true);
}

/** A data folder of another major cannot be opened, and Postgres says so only in its log. */
async function requireSameMajor(data: string, binaries: Binaries, account: Account | undefined): Promise<void> {
  const made = readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
  const ours = /\d+/.exec(await run(binaries.postgres, ["--version"], { account }))?.[0];
  if (ours === undefined || made === ours) return;
  throw new StartError(
    `The database in ${data} was made by Postgres ${made}, and this Quintet brings Postgres ${ours}, which cannot read it. Nothing was changed. Start the Quintet that made it and take a backup there; then move ${data} away, start this one and restore the backup. Or run a Postgres ${made} on that folder yourself and name it in DATABASE_URL.`,
  );
}
