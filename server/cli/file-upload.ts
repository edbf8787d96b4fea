import { createReadStream, type ReadStream, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cancelImport, getImport, type Import, readSheet, startImport } from "#contract/http/imports";
import type { DraftId, ImportId } from "#contract/platform-ids";
import { didYouMean } from "#engine/nearest-name";
import { CliError } from "./cli-error.ts";
import type { Terminal } from "./command.ts";
import { hearInterrupts, unlessAborted } from "./interruption.ts";
import type { PlatformClient } from "./platform-client.ts";

/** A file that the server has read, and whose import is under way. */
export interface Upload {
  readonly id: ImportId;
  /** What was understood of it. */
  readonly proposed: Import;
  /** Waits for an answer of the server about this import, until it is interrupted; prints what it waits for. */
  step<T>(answer: Promise<T>, meanwhile: string): Promise<T>;
  /** Waits for the job that writes the rows. */
  done(): Promise<Import>;
}

/** A server that is restarted meanwhile is asked again for so long. */
const PATIENCE_MS = 30_000;
/** After an interruption, how long to wait for the answer to a completed upload. */
const ANSWER_MS = 3_000;

/**
 * Sends a file and works with its import. Whatever ends the work before its rows are written, an error, Ctrl-C or a dry
 * run that is over, cancels the import on the server: nothing of it stays.
 */
export async function withUpload<T>(
  server: PlatformClient,
  terminal: Terminal,
  {
    file,
    sheet,
    draftId,
  }: { readonly file: string; readonly sheet: string | undefined; readonly draftId?: DraftId | undefined },
  work: (upload: Upload) => Promise<T>,
): Promise<T> {
  const interruption = hearInterrupts();
  const { signal } = interruption;
  const stream = createReadStream(file);
  let sending: Promise<Import> | undefined;
  let id: ImportId | undefined;
  let isOver = false;
  try {
    terminal.progress(
      `Sending ${path.basename(file)} (${Math.ceil(statSync(file).size / 1024).toLocaleString("en")} kB) …`,
    );
    sending = server.upload(
      startImport,
      { query: { fileName: path.basename(file).slice(0, 300), ...(draftId ? { draftId } : {}) } },
      stream,
    );
    const started = await unlessAborted(sending, signal);
    const importId = started.id;
    id = importId;
    const wait = async (until: Import["state"]) => {
      const state = await follow(server, terminal, { importId, until, signal });
      if (until === "done") isOver = true;
      return state;
    };
    const proposed = await onSheet(server, await wait("proposed"), sheet, async () => wait("proposed"));
    return await work({
      id: importId,
      proposed,
      async step(answer, meanwhile) {
        terminal.status(meanwhile);
        try {
          return await unlessAborted(answer, signal);
        } finally {
          terminal.status("");
        }
      },
      done: () => wait("done"),
    });
  } catch (error) {
    if (!signal.aborted || isOver) throw error;
    id ??= await abandoned(stream, sending);
    throw await interrupted(server, id);
  } finally {
    if (id !== undefined && !isOver && !signal.aborted)
      await server.call(cancelImport, { params: { importId: id } }).catch(() => undefined);
    interruption.end();
  }
}

/** Ends an upload: what has not gone out does not; what has is answered with the id of its import. */
async function abandoned(stream: ReadStream, sending: Promise<Import> | undefined): Promise<ImportId | undefined> {
  if (!stream.readableEnded) stream.destroy(new Error("interrupted"));
  const answer = await Promise.race([sending?.catch(() => undefined), sleep(ANSWER_MS, undefined, { ref: false })]);
  return answer?.id;
}

async function interrupted(server: PlatformClient, importId: ImportId | undefined): Promise<CliError> {
  const stopped = (message: string) =>
    new CliError("interrupted", message, {
      exit: "interrupted",
      ...(importId === undefined ? {} : { details: { import: importId } }),
    });
  if (importId === undefined) return stopped("Interrupted. Nothing was imported.");
  try {
    await server.call(cancelImport, { params: { importId } });
    return stopped("Interrupted. The import was cancelled, and nothing of it stays.");
  } catch (error) {
    const reason = error instanceof CliError ? error.message : String(error);
    return stopped(`Interrupted, but the import ${importId} could not be cancelled: ${reason}`);
  }
}

async function onSheet(
  server: PlatformClient,
  read: Import,
  sheet: string | undefined,
  again: () => Promise<Import>,
): Promise<Import> {
  if (sheet === undefined || sheet === read.sheet) return read;
  const sheets = read.sheets ?? [];
  if (!sheets.includes(sheet)) {
    throw new CliError(
      "sheet_not_found",
      sheets.length === 0
        ? "This file has no sheets."
        : [`The workbook has no sheet "${sheet}".`, didYouMean(sheet, sheets)].filter(Boolean).join(" "),
      { details: { sheets } },
    );
  }
  await server.call(readSheet, { params: { importId: read.id }, body: { sheet } });
  return again();
}

async function follow(
  server: PlatformClient,
  terminal: Terminal,
  { importId, until, signal }: { importId: ImportId; until: Import["state"]; signal: AbortSignal },
): Promise<Import> {
  let answered = Date.now();
  try {
    for (let pause = 50; ; pause = Math.min(1_000, pause * 1.4)) {
      try {
        const state = await unlessAborted(server.call(getImport, { params: { importId } }), signal);
        answered = Date.now();
        if (state.state === until) return state;
        if (state.state === "failed" || state.state === "cancelled")
          throw new CliError("import_failed", state.failure ?? "The import was cancelled.", {
            details: { import: importId },
          });
        terminal.status(`${WORDS[state.state] ?? state.state} ${Math.round(state.progress * 100)} %`);
      } catch (error) {
        const isAway = error instanceof CliError && (error.code === "unreachable" || error.details.status === 503);
        if (!isAway || Date.now() - answered > PATIENCE_MS) throw error;
      }
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  } finally {
    terminal.status("");
  }
}

const WORDS: Readonly<Record<string, string>> = { analysing: "Reading", importing: "Writing" };
