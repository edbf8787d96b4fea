import { identifier, joinSql, literal, printSql, type Sql, type SqlParameter, slot, sql } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import type { QueryScope } from "./query-scope.ts";

/**
 * The guard (docs/mechanics.md, 1). Every statement reads the live pointer of its app in the same snapshot as its data.
 * A read returns the pointer with its rows; a write happens only if the pointer names the release that the statement
 * was compiled for.
 */

/** Text with parameters, ready to run again and again. The guard's columns come first in its row (`guardColumns`). */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly SqlParameter[];
}

export const statementOf = (fragment: Sql): Statement => printSql(fragment);

/** The guard's columns, in this order before all others. The stamp is that of the caller's session. */
export const guardColumns = { release: 0, access: 1, stamp: 2 } as const;

const GUARD_WIDTH = Object.keys(guardColumns).length;

/** The position of a column after the guard's, counted from 0. */
export const afterGuard = (index: number): number => GUARD_WIDTH + index;

/** The positions of columns that follow the guard's, in their order. */
export function columnsAfterGuard<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, index) => [name, afterGuard(index)])) as Record<Name, number>;
}

type Place = Pick<QueryScope, "appId" | "environment" | "schemaName" | "hasSession">;

/**
 * The row of quintet.live that belongs to this app. The ids are our own, so they are literals: every parameter has a
 * cost at bind.
 */
export const livePointer = (place: Pick<Place, "appId" | "environment">): Sql =>
  sql`_live.app_id = ${literal(place.appId)}::uuid AND _live.environment = ${literal(place.environment)}`;

/** Visitors, keys and builders have no session. */
const NO_STAMP = sql`0`;

/** The stamp of the caller's session, read in the same snapshot as the data; NULL when the session has ended. */
const stampOf = ({ schemaName, hasSession }: Place): Sql =>
  hasSession
    ? sql`(SELECT _s.stamp FROM ${identifier(schemaName, "_sessions")} _s WHERE _s.id = ${slot("caller.session", "bigint")} AND _s.ends_at > now())`
    : NO_STAMP;

/**
 * Rows that a statement gives besides its own, as one more column of its row: a JSON array. Option lists and counts of
 * a page use this, so that a request needs one statement. Each row of `select` becomes one item.
 */
export interface ExtraRows {
  readonly name: string;
  readonly select: Sql;
  readonly limit: number;
}

/**
 * More columns of a page's statement: extras, and the columns of its own row that they read. A column is found under
 * `rowColumn`, by its position.
 */
export interface BesideRows {
  readonly extras: readonly ExtraRows[];
  readonly rowColumns: readonly string[];
}

const rowColumnName = (index: number): string => `_own${index}`;

/** A column of the page's own row, for its extras. */
export const rowColumn = (index: number): Sql => identifier("_p", rowColumnName(index));

/** The output of the row's statement under which its extras find that column. */
export const asRowColumn = (column: Sql, index: number): Sql => sql`${column} AS ${identifier(rowColumnName(index))}`;

/** The maximum in one statement. */
export const MAX_EXTRAS = 16;

/**
 * `SELECT <guard>, <columns>, <extras> FROM live <body> WHERE this app`: one row, or none when the app has no release.
 * The extras stand last, in their order.
 */
export function guardedRead(
  place: Place,
  { columns = [], body = sql``, extras = [] }: { columns?: readonly Sql[]; body?: Sql; extras?: readonly ExtraRows[] },
): Sql {
  if (extras.length > MAX_EXTRAS)
    throw new Error(`A statement has ${extras.length} extras; ${MAX_EXTRAS} are allowed.`);
  const outputs = [
    sql`_live.release_id`,
    sql`_live.access_version`,
    stampOf(place),
    ...columns,
    ...extras.map(extraSql),
  ];
  return sql`SELECT ${joinSql(outputs, ", ")} FROM quintet.live _live ${body} WHERE ${livePointer(place)}`;
}

const extraSql = ({ select, limit }: ExtraRows): Sql =>
  sql`(SELECT COALESCE(json_agg(row_to_json(_extra)), '[]')::text FROM (SELECT * FROM (${select}) _rows LIMIT ${digits(limit)}) _extra)`;

/** The guard alone, for an answer that needs no row of a model. */
export const compileGuard = (place: Place, extras: readonly ExtraRows[] = []): Statement =>
  statementOf(guardedRead(place, { extras }));

/** Whether the live pointer `_live` is still the one for which the caller's rights were determined. */
export function guardHolds(place: Place): Sql {
  const isLive = sql`_live.release_id = ${slot("guard.release", "bigint")} AND _live.access_version = ${slot("guard.access", "bigint")}`;
  return place.hasSession ? sql`${isLive} AND ${stampOf(place)} = ${slot("caller.stamp", "bigint")}` : isLive;
}

/** The guard as a CTE for a write of several parts, and whether it still holds. */
export const guardCte = (place: Place): Sql =>
  sql`_guard AS (SELECT _live.release_id AS _release, _live.access_version AS _access, ${stampOf(place)} AS _stamp, ${guardHolds(place)} AS _holds FROM quintet.live _live WHERE ${livePointer(place)})`;

/** The guard's columns of that CTE, in their order. */
export const fromGuardCte: Sql = sql`_guard._release, _guard._access, _guard._stamp`;
