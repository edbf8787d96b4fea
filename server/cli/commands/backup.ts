import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { writeBackup } from "../../backup/write-backup.ts";
import { readConfig } from "../../config/config.ts";
import { quintetVersion } from "../../config/version.ts";
import { CliError } from "../cli-error.ts";
import { type CliCommand, isOn } from "../command.ts";
import { withDatabase } from "../with-database.ts";

export const backup: CliCommand = {
  name: "backup",
  summary: "Save the whole installation into one file, while it goes on serving. Run it where the server's data is.",
  arguments: "[file]",
  count: [0, 1],
  flags: { force: { type: "boolean", help: "Replace a file that is there." } },
  async run(call) {
    const config = readConfig();
    const now = new Date();
    const name = call.args[0] ?? `quintet-${now.toISOString().slice(0, 19).replaceAll(":", "-")}.backup`;
    const file = path.resolve(call.folder, name);
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw new CliError("file_exists", `${file} is a folder. Name a file in it.`);
    if (there && !isOn(call, "force"))
      throw new CliError("file_exists", `${file} is there already. --force replaces it.`);
    const written = await withDatabase(config, call.terminal, (databaseUrl) =>
      writeBackup({
        databaseUrl,
        file,
        version: quintetVersion(),
        secretKey: config.secretKey === undefined ? keptKey(config.dataFolder) : undefined,
        now,
      }),
    );
    const { size, tables, rows } = written;
    call.terminal.print(
      `Saved ${rows.toLocaleString("en")} rows of ${tables} tables to ${file} (${Math.ceil(size / 1024).toLocaleString("en")} kB).`,
    );
    call.terminal.print("Who has this file has everything that is in it: keep it as you keep the database.");
    return written;
  },
};

function keptKey(dataFolder: string): string | undefined {
  try {
    return readFileSync(path.join(dataFolder, "secret-key"), "utf8");
  } catch {
    return undefined; // never started: there is none
  }
}
