import type { ImportProposal } from "#contract/http/imports";
import { UserError } from "#engine/errors";
import type { DateOrder } from "#engine/field-types/loose-dates";
import { TableAccumulator } from "#engine/import/infer-table";
import type { ServerContext } from "../../context.ts";
import { dryRun } from "../../imports/dry-run.ts";
import { removeImportFile } from "../../imports/import-files.ts";
import { endReading, noteReading } from "../../imports/import-states.ts";
import { WrongEncodingError } from "../../imports/reading/decode-file.ts";
import { convertedFormat, convertedPath, detectFormat, isWorkbook } from "../../imports/reading/detect-format.ts";
import { delimiterIn } from "../../imports/reading/file-delimiter.ts";
import { RaggedRows } from "../../imports/reading/ragged-rows.ts";
import { readRows } from "../../imports/reading/read-rows.ts";
import { convertWorkbook } from "../../imports/reading/workbook/convert-workbook.ts";
import { workbookLimits } from "../../imports/reading/workbook/workbook-error.ts";
import type { FileFormat } from "../../models/file-format.ts";
import type { Import, ImportAnalysis } from "../../models/import.ts";
import { tellImport } from "./present-import.ts";

const TELL_EVERY_MS = 200;
const SAVE_EVERY_MS = 5_000;

interface AnalysisOptions {
  /** Of a workbook, or the list of a JSON file; else the first with rows, or the longest. */
  readonly sheet?: string | undefined;
  /** How dates are read that could be read in both orders. */
  readonly openDateOrder?: DateOrder | undefined;
  /** Whether the language of the draft, or of who imports, has a decimal comma. */
  readonly localeHasDecimalComma?: boolean | undefined;
}

/** Reads a file once, from beginning to end, and proposes a model. Never throws: what goes wrong is told in the row. */
export async function analyseImport(context: ServerContext, row: Import, options: AnalysisOptions): Promise<void> {
  try {
    await propose(context, row, options);
  } catch (error) {
    const failure =
      error instanceof UserError ? error.message : "The file could not be read. It was kept out; nothing was changed.";
    if (!(error instanceof UserError))
      context.log.error({ err: error, importId: row.id }, "an import's analysis failed by a bug");
    await finish(context, row, { state: "failed", failure }).catch((cause: unknown) => {
      context.log.error({ err: cause, importId: row.id }, "a failed import could not be marked");
    });
    await removeImportFile(row.filePath).catch(() => undefined);
  }
}

async function propose(context: ServerContext, row: Import, options: AnalysisOptions): Promise<void> {
  const { sheet, openDateOrder, localeHasDecimalComma } = options;
  const opened = await openFile(row, sheet);
  const currentYear = context.clock.now().getUTCFullYear();
  const reading = { currentYear, openDateOrder, localeHasDecimalComma };
  let found: ReadTable & { readonly format: FileFormat };
  try {
    const { format } = opened;
    found = { format, ...(await readTable(context, row, { format, ...reading })) };
  } catch (error) {
    if (!(error instanceof WrongEncodingError)) throw error;
    // Only its beginning was UTF-8: read it again as what Windows writes.
    const other: FileFormat = { ...opened.format, encoding: "windows-1252" };
    found = { format: other, ...(await readTable(context, row, { format: other, ...reading })) };
  }
  const table = found.ragged.settle(found.table, row.fileName);
  if (table.columns.length === 0 || table.rows === 0) throw new UserError("invalid_values", "The file has no rows.");
  const { sheets } = opened;
  // A sheet's rows end where their last value is: short ones are nothing to tell there.
  const raggedNotes = found.format.kind === "csv" && found.format.isConverted ? [] : table.notes;
  const analysis: ImportAnalysis = {
    format: found.format,
    facts: table.facts,
    preview: table.preview,
    readings: Object.fromEntries(table.readings),
    values: Object.fromEntries(table.values),
    currentYear,
    ...(openDateOrder ? { openDateOrder } : {}),
    ...(localeHasDecimalComma ? { localeHasDecimalComma } : {}),
    badValues: 0,
    badRows: [],
    notes: [...opened.notes, ...encodingNotes(found.format), ...raggedNotes],
    ...(sheets ? { sheets, sheet: opened.sheet } : {}),
  };
  const proposal = {
    modelLabel: table.modelLabel,
    modelName: table.modelName,
    ...(table.pluralLabel === undefined ? {} : { pluralLabel: table.pluralLabel }),
    columns: table.columns,
  } as ImportProposal;
  // What is inferred fits every row, save those with more cells than the header.
  const isUndecided = table.columns.some(({ include }) => !include);
  const tried = isUndecided ? await dryRun(row.filePath, { proposal, analysis, goOn: () => undefined }) : {};
  await finish(context, row, { state: "proposed", analysis: { ...analysis, ...tried }, proposal, rows: table.rows });
}

interface OpenedFile {
  readonly format: FileFormat;
  readonly notes: readonly string[];
  readonly sheets?: readonly string[];
  readonly sheet?: string;
}

/** A workbook's sheet is written out as CSV first; everything else is read as it is. */
async function openFile(row: Import, sheet: string | undefined): Promise<OpenedFile> {
  const { filePath } = row;
  if (!(await isWorkbook(filePath))) {
    const { lists, list, ...format } = await detectFormat(filePath, sheet);
    return {
      format,
      notes: [...titleNotes(format), ...listNotes(lists, list)],
      ...(lists && list !== undefined ? { sheets: lists, sheet: list } : {}),
    };
  }
  if (row.size > workbookLimits.fileBytes) {
    throw new UserError(
      "too_large",
      `A workbook may have ${workbookLimits.fileBytes / 1024 / 1024} MB at most. Save the sheet as CSV and import that.`,
    );
  }
  const converted = await convertWorkbook({ path: filePath, csvPath: convertedPath(filePath), sheet });
  return { ...converted, format: await convertedFormat(filePath) };
}

function titleNotes(format: FileFormat): string[] {
  const titles = format.kind === "csv" ? (format.titles ?? 0) : 0;
  if (titles === 0) return [];
  return [
    `${titles} ${titles === 1 ? "row" : "rows"} above the names of the columns ${titles === 1 ? "is" : "are"} left out.`,
  ];
}

function listNotes(lists: readonly string[] | undefined, chosen: string | undefined): string[] {
  if (!lists && chosen !== undefined)
    return [`The rows are those of the list “${chosen}”. What is around it is left out.`];
  const others = lists?.filter((key) => key !== chosen).map((key) => `“${key}”`) ?? [];
  if (others.length === 0) return [];
  return [
    `The file has several lists. “${chosen}” is read; ${others.slice(0, 5).join(", ")}${others.length > 5 ? " and others" : ""} ${others.length === 1 ? "is" : "are"} left out.`,
  ];
}

function encodingNotes({ encoding }: FileFormat): string[] {
  if (encoding === "windows-1252")
    return [
      "The file is not UTF-8. It was read as Windows-1252 (Western European): look whether accented letters are right.",
    ];
  return encoding === "utf-8" ? [] : ["The file was read as UTF-16."];
}

interface ReadTable {
  readonly table: TableAccumulator;
  readonly ragged: RaggedRows;
}

async function readTable(
  context: ServerContext,
  row: Import,
  input: { readonly format: FileFormat; readonly currentYear: number } & AnalysisOptions,
): Promise<ReadTable> {
  const table = new TableAccumulator({
    currentYear: input.currentYear,
    delimiter: delimiterIn(input.format),
    openDateOrder: input.openDateOrder,
    localeHasDecimalComma: input.localeHasDecimalComma,
  });
  const ragged = new RaggedRows();
  let toldAt = 0;
  let savedAt = performance.now();
  for await (const batch of readRows(row.filePath, input.format)) {
    ragged.add(batch, table);
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) continue;
    toldAt = now;
    const rows = table.rows + ragged.held;
    row.set({ rows, progress: Math.min(0.99, batch.bytes / Math.max(1, row.size)) });
    tellImport(context, row);
    if (now - savedAt < SAVE_EVERY_MS) continue;
    savedAt = now;
    // A sign of life; and the place where a cancellation is heard.
    const isAlive = await noteReading(row.id, { rows, progress: row.progress });
    if (!isAlive) throw new UserError("conflict", "It was cancelled.");
  }
  return { table, ragged };
}

/** Ends the analysis, unless it was cancelled meanwhile. */
async function finish(
  context: ServerContext,
  row: Import,
  { state, ...values }: Partial<Import> & { readonly state: "proposed" | "failed" },
): Promise<void> {
  if (!(await endReading(row.id, state, values))) return;
  await row.reload();
  tellImport(context, row);
}
