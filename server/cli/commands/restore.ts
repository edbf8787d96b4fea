import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { authRoleOf } from "#engine/auth/auth-role";

import { BackupUnfit, verifyBackup } from "../../backup/read-backup.ts";
import { restoreBackup } from "../../backup/restore-backup.ts";
import { type Config, readConfig } from "../../config/config.ts";
import { knownMigrations } from "../../platform-database/migrate.ts";
import { CliError } from "../cli-error.ts";
import { type CliCall, type CliCommand, isOn } from "../command.ts";
import { withDatabase } from "../with-database.ts";

export const restore: CliCommand = {
  name: "restore",
  summary: "Restore a backup into an empty folder or database. All of it or nothing; nothing is ever overwritten.",
  arguments: "<file>",
  count: [1, 1],
  flags: {
    yes: { type: "boolean", help: "Do not ask." },
    check: { type: "boolean", help: "Only read the file and compare its checksums." },
  },
  async run(call) {
    const file = path.resolve(call.folder, call.args[0] ?? "");
    if (!statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new CliError("path_not_found", `There is no file at ${file}.`);
    const config = readConfig();
    call.terminal.progress("Comparing checksums …");
    const backup = await orUnfit(file, () => verifyBackup(file));
    const { header, checksums } = backup;
    const rows = Object.values(checksums.rows).reduce((sum, count) => sum + count, 0);
    const apps = header.roles.filter((role) => !role.endsWith(authRoleOf(""))).length;
    call.terminal.print(
      `A backup of ${header.createdAt.slice(0, 16).replace("T", " ")} UTC by Quintet ${header.quintet}: ${apps === 1 ? "one app" : `${apps} apps`}, ${rows.toLocaleString("en")} rows. Its checksums are right.`,
    );
    const told = { file, createdAt: header.createdAt, quintet: header.quintet, apps, rows };
    if (isOn(call, "check")) return told;
    requireNoKey(config, backup.secretKey);
    await confirm(call, config);
    await orUnfit(file, () =>
      withDatabase(config, call.terminal, (databaseUrl) =>
        restoreBackup({ databaseUrl, file, backup, knownMigrations: knownMigrations() }),
      ),
    );
    keepKey(config, backup.secretKey);
    call.terminal.print("Restored. `npm start` starts it; everybody signs in again.");
    return told;
  },
};

async function orUnfit<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackupUnfit)) throw error;
    throw new CliError("backup_unfit", `${path.basename(file)} cannot be restored. ${error.message}`, { cause: error });
  }
}

async function confirm(call: CliCall, config: Config): Promise<void> {
  if (isOn(call, "yes")) return;
  const where = config.databaseUrl === undefined ? path.resolve(config.dataFolder) : "the database of DATABASE_URL";
  const answer = await call.terminal.confirm(`Restore into ${where}?`);
  if (answer === true) return;
  throw new CliError(
    "not_confirmed",
    answer === false ? "Nothing was done." : "Nobody can be asked here. Add --yes to restore.",
    { exit: "unconfirmed" },
  );
}

const keyFile = (config: Config): string => path.join(config.dataFolder, "secret-key");

/** Encrypted values can be decrypted only with the backup's key; with another key the error would appear much later. */
function requireNoKey(config: Config, key: string | undefined): void {
  if (key === undefined || config.secretKey !== undefined) return;
  if (existsSync(keyFile(config)) && readFileSync(keyFile(config), "utf8").trim() !== key.trim()) {
    throw new CliError(
      "secret_key_differs",
      `${keyFile(config)} is another installation's key. Restore into an empty folder (QUINTET_DATA).`,
    );
  }
}

function keepKey(config: Config, key: string | undefined): void {
  if (key === undefined || config.secretKey !== undefined) return;
  mkdirSync(config.dataFolder, { recursive: true });
  writeFileSync(keyFile(config), key, { mode: 0o600 });
}
