import type { ModelRecord } from "../definition/records/model.ts";
import type { Aliases } from "../sql/aliases.ts";
import { emptySql, joinSql, type Sql, sql } from "../sql/sql.ts";

/**
 * A rider is written by the same statement that writes a row, so that both exist or neither: an event, a line of
 * history, the state of a file. It adds CTEs over the rows before and after the write.
 *
 *   WITH _guard AS (…), _next AS (<the rows as they are to be>), <hold>, _judged AS (…), _ok AS (<none is refused>),
 *        _made AS (INSERT … SELECT … FROM _ok RETURNING …), <write> SELECT …, (SELECT count(*) FROM <written>)
 */
export interface Rider {
  /**
   * Conditions that must hold before anything is written, checked for each row. A CTE cannot change a row that another
   * CTE inserts, so every row that can cause a refusal is read and locked here; `lock` ends that query.
   */
  hold?(rows: RiddenRows, lock: Sql): RiderHold;
  write?(rows: RiddenRows): RiderWrite;
}

/** `unlink` is an update that empties a relation, since the row that it named is deleted. */
export type RowWrite = "create" | "update" | "unlink" | "delete";

export interface RiddenRows {
  readonly model: ModelRecord;
  readonly write: RowWrite;
  /** The CTE of the rows before the write, with the columns of their table; a create has none. */
  readonly before: Sql | undefined;
  /**
   * The rows after the write: planned ones in `hold` (without a key in a create), written ones in `write`. A delete has
   * none.
   */
  readonly after: Sql | undefined;
  /** Names for CTEs that are unique in the statement. */
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
   * The CTEs whose rows the statement must read. Postgres runs a SELECT in WITH only as far as its rows are read, so an
   * event that is not counted would never be posted. A CTE that writes always runs completely.
   */
  readonly counted: readonly Sql[];
}

/** The conditions of all riders of a write: their CTEs, and one verdict per row; undefined when no rider can refuse. */
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

/** The writes of the riders. `counts` is a number that the statement must return, so that Postgres runs all of them. */
export function ridersWrite(
  riders: readonly Rider[],
  rows: RiddenRows,
): { readonly ctes: readonly Sql[]; readonly counts: Sql } {
  const writes = riders.flatMap((rider) => rider.write?.(rows) ?? []);
  return { ctes: writes.flatMap((write) => write.ctes), counts: countsOf(writes.flatMap((write) => write.counted)) };
}

/** A column at the end of the statement's outer SELECT; empty when there is nothing to count. */
const countsOf = (counted: readonly Sql[]): Sql =>
  counted.length === 0
    ? emptySql
    : sql`, ${joinSql(
        counted.map((name) => sql`(SELECT count(*) FROM ${name})`),
        " + ",
      )}`;

/** The end of a query whose result must still be true when the statement writes. */
export const HELD: Sql = sql` FOR UPDATE`;
