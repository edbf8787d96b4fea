import type { AppSummary } from "#contract/http/apps";
import { type LiveImport, type LiveResult, loadImport, mapImport, takeBackRows } from "#contract/http/imports";
import { type ImportId, importIdSchema } from "#contract/platform-ids";
import type { LooseFieldType } from "#engine/definition/records/field";
import type { DateOrder } from "#engine/field-types/loose-dates";
import { holdsDays, holdsNumbers } from "#engine/field-types/registry";
import { requireAllowed } from "./allowed.ts";
import { CliError, usageError } from "./cli-error.ts";
import type { Terminal } from "./command.ts";
import { dateOrderNotes, numberNotes } from "./date-order-flag.ts";
import { withUpload } from "./file-upload.ts";
import { findApp } from "./find-app.ts";
import { findLiveModel } from "./live-model.ts";
import { type ColumnChoices, mapColumns } from "./map-columns.ts";
import { misfitLines, rowsDoNotFit } from "./misfit-rows.ts";
import type { PlatformClient } from "./platform-client.ts";

export interface RowsRequest extends ColumnChoices {
  readonly file: string;
  readonly app: string;
  readonly model: string;
  readonly sheet: string | undefined;
  readonly dateOrder: DateOrder | undefined;
  readonly isDryRun: boolean;
}

export interface RowsImported {
  readonly app: AppSummary;
  readonly model: { readonly id: string; readonly name: string; readonly label: string };
  /** What `take-back` takes. After a dry run there is no such import any more. */
  readonly import: ImportId;
  readonly isDryRun: boolean;
  /** Rows of the file. */
  readonly rows: number;
  /** Which column fills which field. */
  readonly columns: readonly { readonly column: string; readonly field: string }[];
  /** What would become of the rows, by the try before they are written. */
  readonly outcome: LiveImport["outcome"];
  readonly result?: LiveResult | undefined;
  readonly badValues: number;
  readonly badRows: readonly unknown[];
  readonly notes: readonly string[];
}

/** Writes the rows of a file to a model that is live, all or none; a dry run says what would become of them. */
export async function importRows(
  server: PlatformClient,
  terminal: Terminal,
  request: RowsRequest,
): Promise<RowsImported> {
  await requireAllowed(server, ["importFile", "writeRows"]);
  const app = await findApp(server, request.app);
  const { model, reader } = await findLiveModel(server, app, request.model);
  const place = { appId: app.id, modelId: model.id };
  return withUpload(server, terminal, request, async ({ id, proposed, step, done }) => {
    const params = { importId: id };
    const { live: first } = await step(server.call(mapImport, { params, body: place }), "Looking at the columns …");
    if (!first) throw new CliError("import_failed", "Nothing was understood of this file.");
    const typeNames = new Map(first.fields.map(({ fieldId, type }) => [fieldId, type]));
    const mapping = withDateOrder(
      mapColumns(first, proposed.facts, request, (fieldId) => reader.field(fieldId as never)?.name),
      request.dateOrder,
    );
    const mapped = await step(server.call(mapImport, { params, body: { ...place, mapping } }), "Trying the rows …");
    const taken = (holds: (type: LooseFieldType) => boolean) =>
      mapped.facts.filter(({ source }) =>
        mapping.fields.some(
          ({ fieldId, take }) =>
            take.from === "column" && take.source === source && holds({ name: typeNames.get(fieldId) ?? "" }),
        ),
      );
    const dates = [
      ...dateOrderNotes(taken(holdsDays), (_source, guess) => request.dateOrder ?? first.dateOrder ?? guess),
      ...numberNotes(taken(holdsNumbers)),
    ];
    const tried = { ...mapped, notes: [...mapped.notes, ...dates] };
    const { problems = [], outcome } = tried.live ?? {};
    if (problems.length > 0 || !outcome)
      throw new CliError("mapping_incomplete", problems[0]?.message ?? "The columns do not fill the model.", {
        details: { problems },
        lines: problems.slice(1).map(({ message }) => message),
      });
    const said = {
      app,
      model: { id: model.id, name: model.name, label: model.label },
      import: id,
      isDryRun: request.isDryRun,
      rows: tried.rows,
      columns: columnsOf(first, mapping),
      outcome,
      badValues: tried.badValues,
      badRows: tried.badRows,
      notes: tried.notes,
    };
    for (const note of tried.notes) terminal.progress(`Note: ${note}`);
    if (outcome.refuse > 0)
      throw rowsDoNotFit(tried, { isDryRun: request.isDryRun, details: request.isDryRun ? { outcome } : {} });
    const target = `${model.pluralLabel ?? model.label} of "${app.slug}"`;
    if (request.isDryRun) {
      terminal.print(`Nothing was written. In ${target} ${wouldBe(outcome)}.`);
      for (const { column, field } of said.columns) terminal.print(`  ${column} → ${field}`);
      for (const line of misfitLines(tried)) terminal.print(`  ${line}`);
      return said;
    }
    await step(server.call(loadImport, { params, body: { ...place, mapping } }), "Beginning …");
    const { result } = await done();
    if (result) terminal.print(`In ${target} ${was(result)}.`);
    if (result?.canTakeBack && result.added > 0) terminal.print(`Take back: npx quintet import take-back ${id}`);
    return { ...said, result };
  });
}

const withDateOrder = (mapping: LiveImport["mapping"], dateOrder: DateOrder | undefined): LiveImport["mapping"] =>
  dateOrder === undefined ? mapping : { ...mapping, fields: mapping.fields.map((entry) => ({ ...entry, dateOrder })) };

/** Removes the rows that an import added to live and that were not changed since. */
export async function takeBack(server: PlatformClient, terminal: Terminal, given: string) {
  const id = importIdSchema.safeParse(given);
  if (!id.success) throw usageError(`"${given}" is not the id of an import, which \`import --json\` tells.`);
  const taken = await server.call(takeBackRows, { params: { importId: id.data } });
  const removed = taken.result?.takenBack ?? 0;
  const left = (taken.result?.added ?? 0) - removed;
  terminal.print(
    `Took back ${count(removed)} of ${taken.fileName}.${left > 0 ? ` ${count(left)} stay${left === 1 ? "s" : ""}: changed or deleted since.` : ""}`,
  );
  return { import: id.data, removed, result: taken.result };
}

const columnsOf = (live: LiveImport, mapping: LiveImport["mapping"]): RowsImported["columns"] => [
  ...(mapping.key === null ? [] : [{ column: mapping.key, field: "id" }]),
  ...mapping.fields.flatMap(({ fieldId, take }) =>
    take.from === "column"
      ? [{ column: take.source, field: live.fields.find((field) => field.fieldId === fieldId)?.name ?? fieldId }]
      : [],
  ),
];

const count = (rows: number): string => `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;

const list = (parts: readonly string[]): string => parts.join(", ");

function wouldBe({ add, update, skip }: NonNullable<LiveImport["outcome"]>): string {
  return list([
    `${count(add)} would be added`,
    `${update.toLocaleString("en")} matched`,
    ...(skip > 0 ? [`${skip.toLocaleString("en")} skipped`] : []),
  ]);
}

function was({ added, updated, unchanged, skipped, links = 0, shortened = 0 }: LiveResult): string {
  return list([
    `${count(added)} ${added === 1 ? "was" : "were"} added`,
    `${updated.toLocaleString("en")} changed`,
    ...(unchanged > 0 ? [`${unchanged.toLocaleString("en")} left as ${unchanged === 1 ? "it was" : "they were"}`] : []),
    ...(skipped > 0 ? [`${skipped.toLocaleString("en")} skipped`] : []),
    ...(links > 0 ? [`${links.toLocaleString("en")} ${links === 1 ? "link" : "links"} made`] : []),
    ...(shortened > 0 ? [`${shortened.toLocaleString("en")} written without extra cells`] : []),
  ]);
}
