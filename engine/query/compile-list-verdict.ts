import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { identifier, literal, type Sql, slot, sql } from "../sql/sql.ts";
import { arrayCast } from "./filter.ts";
import { columnsAfterGuard, guardedRead, type Statement, statementOf } from "./guard.ts";
import { JUDGED_SETTING } from "./list-rider.ts";
import { columnOf, type QueryScope, tableOf } from "./query-scope.ts";
import { brokenListConditions, namesOfBroken, type RowRule } from "./row-rules.ts";

/**
 * The statements at the end of a transaction that wrote rows of lists: which rows are to be judged, their locks, and the
 * verdict. The lock is a statement of its own. Lock and verdict in one would judge by the snapshot from before the wait, so
 * that two transactions that each write half an entry would both pass. It leaves keys alone, so new lines of others,
 * which share the key of their order, wait for it only when they are judged themselves.
 */
export const judgedColumns = columnsAfterGuard("judged");

export const compileJudged = (scope: QueryScope): Statement =>
  statementOf(guardedRead(scope, { columns: [sql`current_setting(${literal(JUDGED_SETTING)}, true)`] }));

/** Locks rows (slot `keys`) in the order of their keys. */
export function compileLockRows(scope: QueryScope, model: ModelRecord): Statement {
  const rows = sql`SELECT 1 FROM ${tableOf(scope, model)} _r WHERE ${isNamed(model)} ORDER BY ${columnOf("_r", "id")} FOR NO KEY UPDATE`;
  return statementOf(guardedRead(scope, { columns: [sql`(SELECT count(*) FROM (${rows}) _l)`] }));
}

/** `broken`: the validations that each row (slot `keys`) breaks: `12:val_a,val_b 13:val_a`; null when there are none. */
export const listVerdictColumns = columnsAfterGuard("broken");

export function compileListVerdict(scope: QueryScope, model: ModelRecord): Statement {
  const broken = namesOfBroken(brokenListConditions(scope, model, "_r")) ?? sql`NULL::text`;
  const rows = sql`SELECT ${columnOf("_r", "id")} AS _id, ${broken} AS _broken FROM ${tableOf(scope, model)} ${identifier("_r")} WHERE ${isNamed(model)}`;
  return statementOf(
    guardedRead(scope, {
      columns: [
        sql`(SELECT string_agg(_v._id::text || ':' || replace(_v._broken, ' ', ','), ' ' ORDER BY _v._id) FROM (${rows}) _v)`,
      ],
    }),
  );
}

export interface BrokenRow {
  readonly key: string;
  readonly rules: readonly RowRule[];
}

export const readBrokenRows = (text: string): readonly BrokenRow[] =>
  text.split(" ").map((row) => {
    const at = row.lastIndexOf(":");
    return { key: row.slice(0, at), rules: row.slice(at + 1).split(",") };
  });

const isNamed = (model: ModelRecord): Sql =>
  sql`${columnOf("_r", "id")} = ANY(${slot("keys", arrayCast(keyOf(model).cast))})`;
