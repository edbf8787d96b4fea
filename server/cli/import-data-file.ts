import { type AppSummary, getApp } from "#contract/http/apps";
import { acceptImport, checkImport, type Import, type ImportProposal, type LiveImport } from "#contract/http/imports";
import type { LooseFieldType } from "#engine/definition/records/field";
import type { DateOrder } from "#engine/field-types/loose-dates";
import { holdsDays, holdsNumbers } from "#engine/field-types/registry";
import { requireAllowed } from "./allowed.ts";
import { CliError } from "./cli-error.ts";
import type { Terminal } from "./command.ts";
import { dateOrderNotes, numberNotes } from "./date-order-flag.ts";
import { withUpload } from "./file-upload.ts";
import { findApp } from "./find-app.ts";
import { findColumn } from "./map-columns.ts";
import { type MisfitChoices, misfitLines, rowsDoNotFit } from "./misfit-rows.ts";
import type { PlatformClient } from "./platform-client.ts";

export interface DataFileImported {
  readonly app: AppSummary;
  readonly modelId: string;
  readonly model: string;
  readonly rows: number;
  /** What was noticed in the file: its encoding, cells that could not be taken. */
  readonly notes: readonly string[];
}

/** What a dry run of a new model says. */
export interface DataFileTried {
  readonly isDryRun: true;
  readonly model: string;
  readonly columns: readonly { readonly column: string; readonly field: string; readonly type: string }[];
  readonly rows: number;
  readonly outcome: Pick<NonNullable<LiveImport["outcome"]>, "add" | "skip">;
  readonly badValues: number;
  readonly badRows: readonly unknown[];
  readonly notes: readonly string[];
}

export interface DataFileRequest extends MisfitChoices {
  readonly file: string;
  readonly app: string | undefined;
  readonly name: string | undefined;
  readonly sheet: string | undefined;
  readonly dateOrder: DateOrder | undefined;
  readonly ignored: readonly string[];
  readonly isDryRun: boolean;
}

/** Uploads a data file, takes the proposal as it is but for what was asked for, and waits until its rows stand beside live. */
export async function importDataFile(
  server: PlatformClient,
  terminal: Terminal,
  request: DataFileRequest,
): Promise<DataFileImported | DataFileTried> {
  await requireAllowed(server, request.app === undefined ? ["importFile", "createApp"] : ["importFile", "edit"]);
  const app = request.app === undefined ? undefined : await findApp(server, request.app);
  return withUpload(server, terminal, { ...request, draftId: app?.draftId }, async ({ id, proposed, step, done }) => {
    const params = { importId: id };
    const proposal = requestedProposal(proposed, request);
    const checked = await step(server.call(checkImport, { params, body: proposal }), "Trying the rows …");
    const taken = (holds: (type: LooseFieldType) => boolean) =>
      checked.facts.filter(({ source }) =>
        proposal.columns.some((column) => column.include && column.source === source && holds(column.type)),
      );
    const dates = [
      ...dateOrderNotes(taken(holdsDays), (_source, guess) => request.dateOrder ?? guess),
      ...numberNotes(taken(holdsNumbers)),
    ];
    const tried = { ...checked, notes: [...checked.notes, ...dates] };
    for (const note of tried.notes) terminal.progress(`Note: ${note}`);
    const isStopped = tried.badRows.some(({ isExtra }) =>
      isExtra ? proposal.onExtraCells === "refuse" : request.onBadValue === "refuse",
    );
    if (isStopped) throw rowsDoNotFit(tried, { isDryRun: request.isDryRun });
    if (request.isDryRun) return triedFile(terminal, proposal, tried);
    const accepted = await step(
      server.call(acceptImport, {
        params,
        body: {
          proposal,
          into: app
            ? { app: "existing", draftId: app.draftId }
            : { app: "new", label: request.name ?? proposal.modelLabel },
        },
      }),
      "Drawing the model …",
    );
    const { rows, notes: fileNotes } = await done();
    const notes = [...fileNotes, ...dates];
    const imported = await server.call(getApp, { params: { appId: accepted.appId } });
    terminal.print(
      `Imported ${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"} as ${proposal.modelLabel} into "${imported.slug}". ${rows === 1 ? "It goes" : "They go"} live with the next publish.`,
    );
    return { app: imported, modelId: accepted.modelId, model: proposal.modelName, rows, notes };
  });
}

function requestedProposal(
  { proposal, facts }: Import,
  request: DataFileRequest,
): ImportProposal & Required<Pick<ImportProposal, "onExtraCells">> {
  if (!proposal) throw new CliError("import_failed", "Nothing was understood of this file.");
  const sources = facts.map(({ source }) => source);
  const ignored = request.ignored.map((name) => findColumn(sources, name));
  const extra = new Set(facts.filter(({ isExtra }) => isExtra).map(({ source }) => source));
  const withExtra = request.onExtraCells === "columns";
  return {
    ...proposal,
    columns: proposal.columns.map((column) => ({
      ...column,
      include: !ignored.includes(column.source) && (column.include || (withExtra && extra.has(column.source))),
      onBadValue: request.onBadValue,
      ...(request.dateOrder ? { dateOrder: request.dateOrder } : {}),
    })),
    // What is named by --ignore is left out by a request; what no column takes stops the import.
    onExtraCells:
      request.onExtraCells === "columns"
        ? ignored.some((source) => extra.has(source))
          ? "blank"
          : "refuse"
        : request.onExtraCells,
  };
}

function triedFile(terminal: Terminal, proposal: ImportProposal, tried: Import): DataFileTried {
  const { rows, skippedRows, badValues, badRows, notes } = tried;
  const add = rows - skippedRows;
  const columns = proposal.columns
    .filter(({ include }) => include)
    .map(({ source, isKey, name, type }) => ({ column: source, field: isKey ? "id" : name, type: type.name }));
  terminal.print(
    `Nothing was imported. ${proposal.modelLabel} would be a model with ${add.toLocaleString("en")} ${add === 1 ? "row" : "rows"}${skippedRows > 0 ? `, ${skippedRows.toLocaleString("en")} skipped` : ""}.`,
  );
  for (const { column, field, type } of columns) terminal.print(`  ${column} → ${field} (${type})`);
  for (const line of misfitLines(tried)) terminal.print(`  ${line}`);
  const outcome = { add, skip: skippedRows };
  return { isDryRun: true, model: proposal.modelName, columns, rows, outcome, badValues, badRows, notes };
}
