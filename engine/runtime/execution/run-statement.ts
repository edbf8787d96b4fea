import { stampOf } from "../../principal.ts";
import type { Slots } from "../../query/binder.ts";
import { guardColumns } from "../../query/guard.ts";
import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { sqlState } from "../data/connection.ts";
import type { WireRow } from "../data/wire-query.ts";
import type { RowCall } from "./row-call.ts";

/** A URL's shape is prepared after it has occurred this often; before, its text is parsed each time and not kept. */
const PREPARE_AFTER = 3;
let prepared = 0;

/** The name under which connections keep a statement; unique in the process, so that two texts never share one. */
function nameOf(statement: CompiledStatement): string | undefined {
  const { prepared: state } = statement;
  if (state.name === undefined && (statement.isFixed || ++state.uses >= PREPARE_AFTER)) state.name = `q${++prepared}`;
  return state.name;
}

/** The snapshot is no longer live: the answer must not be used. */
export const STALE: unique symbol = Symbol("stale");

/**
 * Errors that a statement of an old release can cause: missing names, other types, values that do not fit. Whether the
 * release is old is decided by the pointer. Whole classes are listed because, for example, Postgres reads `r.count` as
 * `count(r)` when that column is missing, and then reports a grouping error.
 */
const OUTDATED = /^(?:0A|22|23|26|3F|42)/;
export const isVanishedName = (error: unknown): boolean => OUTDATED.test(sqlState(error) ?? "");

type StatementCall = Pick<RowCall, "live" | "data" | "caller" | "facts">;

/**
 * Whether a row has the release, the access version and the session stamp for which the caller's rights were
 * determined.
 */
const isGuarded = (row: WireRow | undefined, { live, caller }: StatementCall): row is WireRow =>
  row !== undefined &&
  row[guardColumns.release] === live.release &&
  row[guardColumns.access] === live.access &&
  row[guardColumns.stamp] === stampOf(caller);

/** Runs a compiled read and checks the guard: a row of another release, or for changed rights, is discarded. */
export async function runRead(call: StatementCall, statement: CompiledStatement, slots: Slots): Promise<Guarded> {
  const { live, data, caller, facts } = call;
  const values = statement.bind(slots, caller, facts);
  const startedAt = live.pointer.now();
  const [row] = await data.read(live.roleName, { text: statement.text, name: nameOf(statement) }, values);
  return confirmed(row, call, startedAt);
}

/** The same for a write that returns its outcome: the guard's columns first, then the result. */
export async function runWrite(call: StatementCall, statement: CompiledStatement, slots: WriteSlots): Promise<Guarded> {
  const startedAt = call.live.pointer.now();
  return confirmed(await runInsert(call, statement, slots), call, startedAt);
}

type Guarded = WireRow | typeof STALE;

function confirmed(row: WireRow | undefined, call: StatementCall, startedAt: number): Guarded {
  if (!isGuarded(row, call)) {
    // The release may be the same and their session have changed: they are read anew.
    if (call.caller.kind === "user") call.live.callers.drop(call.caller.session.credential);
    return STALE;
  }
  call.live.pointer.confirm(startedAt);
  return row;
}

type WriteSlots = Record<string, SqlValue>;

/** A write whose WHERE has the guard: a row if it was done, none if it was not. */
export async function runInsert(
  { live, data, caller, facts }: StatementCall,
  statement: CompiledStatement,
  slots: WriteSlots,
): Promise<WireRow | undefined> {
  slots["guard.release"] = live.release;
  slots["guard.access"] = live.access;
  const values = statement.bind(slots, caller, facts);
  const rows = await data.write(live.roleName, { text: statement.text, name: nameOf(statement) }, values);
  return rows[0];
}
