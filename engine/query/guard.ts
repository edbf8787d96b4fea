import { literal, printSql, type Sql, type SqlParameter, slot, sql } from "../sql/sql.ts";
import type { QueryScope } from "./query-scope.ts";

/**
 * The guard (docs/mechanics.md, 1). Every statement reads the live pointer of its app in the same snapshot as its data: a
 * read returns it beside its body, a write happens only if it is the one that the statement was compiled for.
 */

/** Text with parameters, ready to run again and again. Columns 0 and 1 of its rows are the release and access version. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly SqlParameter[];
}

export const statementOf = (fragment: Sql): Statement => printSql(fragment);

/** Which row of quintet.live is this app's. Ids of ours, so they are literals: every parameter costs a bind. */
export const livePointer = (scope: QueryScope): Sql =>
  sql`_live.app_id = ${literal(scope.appId)}::uuid AND _live.environment = ${literal(scope.environment)}`;

/** `SELECT release_id, access_version, <columns> FROM live LEFT JOIN <body> WHERE this app`: one row, or none when the app is gone. */
export const guardedRead = (scope: QueryScope, columns: Sql, body: Sql): Sql =>
  sql`SELECT _live.release_id, _live.access_version, ${columns} FROM quintet.live _live ${body} WHERE ${livePointer(scope)}`;

/** That the live pointer `_live` is still the one by which the caller was judged. */
export const guardHolds: Sql = sql`_live.release_id = ${slot("guard.release", "bigint")} AND _live.access_version = ${slot("guard.access", "bigint")}`;

/** The live pointer as a CTE for a write of several parts, and whether it still holds. */
export const guardCte = (scope: QueryScope): Sql =>
  sql`_guard AS (SELECT _live.release_id, _live.access_version, ${guardHolds} AS _holds FROM quintet.live _live WHERE ${livePointer(scope)})`;
