import type { Principal, RequestFacts } from "../../principal.ts";
import type { Slots } from "../../query/binder.ts";
import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowAccess } from "../data/app-data.ts";
import { sqlState } from "../data/connection.ts";
import type { WireRow } from "../data/wire-query.ts";
import { failpoint } from "../failpoints.ts";
import type { LiveApp } from "../releases/live-app.ts";

/** A URL's shape is prepared once it was seen so often; before that its text is parsed each time and forgotten. */
const PREPARE_AFTER = 3;
let prepared = 0;

/** The name under which connections keep a statement; unique in the process, so that no two texts can share one. */
function nameOf(statement: CompiledStatement): string | undefined {
  const { prepared: state } = statement;
  if (state.name === undefined && (statement.isFixed || ++state.uses >= PREPARE_AFTER)) state.name = `q${++prepared}`;
  return state.name;
}

/** The snapshot is not the live one any more: nothing of the answer may be used. */
export const STALE: unique symbol = Symbol("stale");

/**
 * What a statement of an old release meets: names that are gone, other types, values that do not fit them. Judged by
 * the pointer and not by itself. Whole classes, since Postgres reads `r.count`, when that column is gone, as `count(r)`,
 * and then complains of grouping.
 */
const OUTDATED = /^(?:0A|22|23|26|3F|42)/;
export const isVanishedName = (error: unknown): boolean => OUTDATED.test(sqlState(error) ?? "");

/**
 * Runs a compiled read and holds the guard: the first two columns of its row are the live release and access version,
 * and if they are not the snapshot's the row is thrown away.
 */
export async function runRead(
  data: RowAccess,
  live: LiveApp,
  statement: CompiledStatement,
  input: { slots: Slots; caller: Principal; facts: RequestFacts },
): Promise<WireRow | typeof STALE> {
  const values = statement.bind(input.slots, input.caller, input.facts);
  const rows = await data.read(live.roleName, { text: statement.text, name: nameOf(statement) }, values);
  const row = rows[0];
  return row !== undefined && row[0] === live.release && row[1] === live.access ? row : STALE;
}

/** The same for a write that tells its outcome itself: the guard's two columns first, then what was done. */
export async function runWrite(
  data: RowAccess,
  live: LiveApp,
  statement: CompiledStatement,
  input: { slots: Record<string, SqlValue>; caller: Principal; facts: RequestFacts },
): Promise<WireRow | typeof STALE> {
  const row = await runInsert(data, live, statement, input);
  return row !== undefined && row[0] === live.release && row[1] === live.access ? row : STALE;
}

/** A write whose WHERE has the guard: a row if it was done, none if it was not. */
export async function runInsert(
  data: RowAccess,
  live: LiveApp,
  statement: CompiledStatement,
  input: { slots: Record<string, SqlValue>; caller: Principal; facts: RequestFacts },
): Promise<WireRow | undefined> {
  const { slots } = input;
  slots["guard.release"] = live.release;
  slots["guard.access"] = live.access;
  const values = statement.bind(slots, input.caller, input.facts);
  const rows = await data.write(live.roleName, { text: statement.text, name: nameOf(statement) }, values);
  await failpoint("write.after-commit");
  return rows[0];
}
