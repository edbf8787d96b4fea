import type { ModelRecord } from "../definition/records/model.ts";
import type { Aliases } from "../sql/aliases.ts";
import { emptySql, joinSql, type Sql, sql } from "../sql/sql.ts";

/**
 * A rider is written by the very statement that writes a row, so that either both are there or neither: an event, a line
 * of history, the state of a file. It adds CTEs over the rows before and after the write.
 *
 *   WITH _guard AS (…), _next AS (<the rows as they are to be>), <hold>, _judged AS (…), _ok AS (<none is refused>),
 *        _made AS (INSERT … SELECT … FROM _ok RETURNING …), <write> SELECT …, (SELECT count(*) FROM <written>)
 */
export interface Rider {
  /**
   * What must hold before anything is written, judged for each row. A CTE cannot change what its neighbour inserts, so
   * whatever can refuse is looked at, and held, here; `lock` ends that look-up.
   */
  hold?(rows: RiddenRows, lock: Sql): RiderHold;
  write?(rows: RiddenRows): RiderWrite;
}

export type RowWrite = "create" | "update" | "delete";

export interface RiddenRows {
  readonly model: ModelRecord;
  readonly write: RowWrite;
  /** The CTE of the rows as they were, with the columns of their table; of a create there is none. */
  readonly before: Sql | undefined;
  /** As they are to be (`hold`: without a key in a create) or as they now are (`write`); none of a delete. */
  readonly after: Sql | undefined;
  /** Names for CTEs that nothing else in the statement has. */
  readonly aliases: Aliases;
}

export interface RiderHold {
  readonly ctes: readonly Sql[];
  /** Whether a row may be written, as true or false. */
  holds(row: (column: string) => Sql | undefined): Sql;
}

export interface RiderWrite {
  readonly ctes: readonly Sql[];
  /**
   * The CTEs whose rows the statement must read: a SELECT in WITH runs only as far as it is read, so an event that
   * nobody counts is never posted. A CTE that writes runs whole by itself.
   */
  readonly counted: readonly Sql[];
}

/** All that the riders of a write hold: their CTEs, and one verdict over a row; undefined when nothing can refuse. */
export function ridersHold(
  riders: readonly Rider[],
  rows: RiddenRows,
  lock: Sql,
): { readonly ctes: readonly Sql[]; readonly holds: RiderHold["holds"] | undefined } {
  const holds = riders.flatMap((rider) => rider.hold?.(rows, lock) ?? []);
  return {
    ctes: holds.flatMap((hold) => hold.ctes),
    holds:
      holds.length === 0
        ? undefined
        : (row) => {
            const verdicts = holds.map((hold) => sql`(${hold.holds(row)})`);
            return sql`(${joinSql(verdicts, " AND ")})`;
          },
  };
}

/** What the riders write. `counts` is a number that the statement must return, so that all of it is carried out. */
export function ridersWrite(
  riders: readonly Rider[],
  rows: RiddenRows,
): { readonly ctes: readonly Sql[]; readonly counts: Sql } {
  const writes = riders.flatMap((rider) => rider.write?.(rows) ?? []);
  return { ctes: writes.flatMap((write) => write.ctes), counts: countsOf(writes.flatMap((write) => write.counted)) };
}

/** A column at the end of a statement's outer SELECT; nothing where there is nothing to count. */
const countsOf = (counted: readonly Sql[]): Sql =>
  counted.length === 0
    ? emptySql
    : sql`, ${joinSql(
        counted.map((name) => sql`(SELECT count(*) FROM ${name})`),
        " + ",
      )}`;

/** How a look-up ends that must still be true when the statement writes. */
export const HELD: Sql = sql` FOR UPDATE`;
