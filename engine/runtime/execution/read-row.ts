import { answerTooLarge } from "../../query/answer-size.ts";
import { oneColumns, oneExtras } from "../../query/compile-one.ts";
import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowCall } from "./row-call.ts";
import { runRead, STALE } from "./run-statement.ts";

export interface ReadRow {
  readonly version: string;
  /** The JSON text that Postgres made. */
  readonly body: string;
  /** The columns of the statement after those of the row. */
  readonly extras: readonly (string | null)[];
}

/** One row by its key; undefined when there is none that this caller may read. */
export async function readRow(
  call: Pick<RowCall, "live" | "data" | "caller" | "facts">,
  statement: CompiledStatement,
  slots: Readonly<Record<string, SqlValue>> & { readonly id: SqlValue },
): Promise<ReadRow | undefined | typeof STALE> {
  const row = await runRead(call, statement, slots);
  if (row === STALE) return STALE;
  const version = row[oneColumns.version];
  const body = row[oneColumns.body];
  if (version == null) return undefined;
  if (body == null) throw answerTooLarge();
  return { version, body, extras: row.slice(oneExtras) };
}
