import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type AppSummary, getApp } from "#contract/http/apps";
import {
  acceptImport,
  cancelImport,
  checkImport,
  getImport,
  type Import,
  type ImportProposal,
  type ProposedColumn,
  startImport,
} from "#contract/http/imports";
import type { ImportId } from "#contract/platform-ids";
import { CliError, usageError } from "./cli-error.ts";
import type { Terminal } from "./command.ts";
import { findApp } from "./find-app.ts";
import type { PlatformClient } from "./platform-client.ts";

export interface DataFileImported {
  readonly app: AppSummary;
  readonly modelId: string;
  readonly model: string;
  readonly rows: number;
  /** What was noticed in the file: its encoding, cells that could not be taken. */
  readonly notes: readonly string[];
}

const badValueActions: Readonly<Record<string, ProposedColumn["onBadValue"]>> = {
  refuse: "refuse",
  blank: "blank",
  skip: "skip_row",
};

/** Uploads a data file, takes the proposal as it is, and waits until its rows stand beside live. */
export async function importDataFile(
  server: PlatformClient,
  terminal: Terminal,
  file: string,
  into: { readonly app: string | undefined; readonly name: string | undefined; readonly badValues: string | undefined },
): Promise<DataFileImported> {
  const onBadValue = badValueActions[into.badValues ?? "refuse"];
  if (!onBadValue) throw usageError(`--bad-values is refuse, blank or skip, and not ${into.badValues}.`);
  const app = into.app === undefined ? undefined : await findApp(server, into.app);
  terminal.progress(
    `Sending ${path.basename(file)} (${Math.ceil(statSync(file).size / 1024).toLocaleString("en")} kB) …`,
  );
  const started = await server.upload(
    startImport,
    { query: { fileName: path.basename(file) } },
    createReadStream(file),
  );
  const analysed = await wait(server, terminal, started.id, ["proposed"]);
  if (!analysed.proposal) throw new CliError("import_failed", "Nothing was understood of this file.");
  const proposal: ImportProposal = {
    ...analysed.proposal,
    columns: analysed.proposal.columns.map((column) => ({ ...column, onBadValue })),
    onExtraCells: onBadValue,
  };
  await requireFit(server, started.id, proposal);
  const accepted = await server.call(acceptImport, {
    params: { importId: started.id },
    body: {
      proposal,
      into: app ? { app: "existing", draftId: app.draftId } : { app: "new", label: into.name ?? proposal.modelLabel },
    },
  });
  const done = await wait(server, terminal, started.id, ["done"]);
  for (const note of done.notes) terminal.progress(`Note: ${note}`);
  const imported = await server.call(getApp, { params: { appId: accepted.appId } });
  terminal.print(
    `Imported ${done.rows.toLocaleString("en")} ${done.rows === 1 ? "row" : "rows"} as ${proposal.modelLabel} into "${imported.slug}". ${done.rows === 1 ? "It goes" : "They go"} live with the next publish.`,
  );
  return { app: imported, modelId: accepted.modelId, model: proposal.modelName, rows: done.rows, notes: done.notes };
}

/** The dry run over all rows: what does not fit is listed and nothing is imported. */
async function requireFit(server: PlatformClient, importId: ImportId, proposal: ImportProposal): Promise<void> {
  const params = { importId };
  const checked = await server.call(checkImport, { params, body: proposal });
  if (checked.badValues === 0 || proposal.onExtraCells !== "refuse") return;
  await server.call(cancelImport, { params }).catch(() => undefined);
  throw new CliError(
    "rows_do_not_fit",
    `${checked.badValues === 1 ? "1 value or row does" : `${checked.badValues} values or rows do`} not fit. Mend the file, or add --bad-values blank or skip.`,
    {
      details: { badRows: checked.badRows, badValues: checked.badValues },
      lines: checked.badRows
        .slice(0, 20)
        .map(({ row, source, value, message, isExtra }) =>
          isExtra ? `row ${row} ${message}` : `row ${row}, ${source}: ${JSON.stringify(value)}: ${message}`,
        ),
    },
  );
}

async function wait(
  server: PlatformClient,
  terminal: Terminal,
  importId: ImportId,
  until: readonly Import["state"][],
): Promise<Import> {
  let told = "";
  for (let pause = 50; ; pause = Math.min(1_000, pause * 1.4)) {
    const state = await server.call(getImport, { params: { importId } });
    if (until.includes(state.state)) return state;
    if (state.state === "failed" || state.state === "cancelled")
      throw new CliError("import_failed", state.failure ?? "The import was cancelled.");
    const percent = `${state.state} ${Math.round(state.progress * 10) * 10} %`;
    if (percent !== told) terminal.progress(percent);
    told = percent;
    await sleep(pause);
  }
}
