import type { FieldId } from "../definition/ids.ts";
import { castTypeSql, typeSql } from "../schema/operations/column-sql.ts";
import { identifier, joinSql, literal, type Sql, slot, sql } from "../sql/sql.ts";

/**
 * The statements of an import into a live model (docs/mechanics.md, 9). Rows come by COPY into a table that no other
 * transaction ever sees, and from there into the model's in one transaction that has locked the live pointer.
 */
export interface ImportColumn {
  readonly fieldId: FieldId;
  /** The column of the live table. */
  readonly name: string;
  readonly sqlType: string;
}

export interface ImportTable {
  readonly schemaName: string;
  /** `_import_<id>`. */
  readonly stagingName: string;
  /** The live table. */
  readonly name: string;
  readonly keySqlType: "bigint" | "uuid";
  /** Whether the rows' ids come from the file. */
  readonly hasKeys: boolean;
  readonly columns: readonly ImportColumn[];
  /** What an update sets to now besides, because the file does not say. */
  readonly touched: readonly string[];
  /** By what rows that exist are found: `id`, or one of the columns; undefined when all rows are new. */
  readonly matchBy: "id" | FieldId | undefined;
}

const staging = (table: ImportTable): Sql => identifier(table.schemaName, table.stagingName);
const live = (table: ImportTable): Sql => identifier(table.schemaName, table.name);

export function createImportStagingSql(table: ImportTable): Sql {
  const columns = table.columns.map(({ fieldId, sqlType }) => sql`${identifier(fieldId)} ${typeSql(sqlType)}`);
  const own = [sql`"_row" bigint NOT NULL`, sql`"_key" ${castTypeSql(table.keySqlType)}`];
  return sql`CREATE UNLOGGED TABLE ${staging(table)} (${joinSql([...own, ...columns], ", ")})`;
}

export function copyImportStagingSql(table: ImportTable): Sql {
  const columns = [identifier("_row"), identifier("_key"), ...table.columns.map(({ fieldId }) => identifier(fieldId))];
  return sql`COPY ${staging(table)} (${joinSql(columns, ", ")}) FROM STDIN`;
}

/** So that the planner knows how many rows there are. */
export const analyseImportStagingSql = (table: ImportTable): Sql => sql`ANALYZE ${staging(table)}`;
export const dropImportStagingSql = (table: ImportTable): Sql => sql`DROP TABLE ${staging(table)}`;

/** Changes the rows that exist and differ; what is equal keeps its version. Gives how many were found and changed. */
export function updateImportedSql(table: ImportTable): Sql {
  const match = matches(table);
  const written = table.columns.filter(({ fieldId }) => fieldId !== table.matchBy);
  if (written.length === 0)
    return sql`SELECT count(*)::integer AS found, 0 AS changed FROM ${live(table)} t JOIN ${staging(table)} s ON ${match}`;
  const set = [
    ...written.map(({ fieldId, name }) => sql`${identifier(name)} = ${identifier("s", fieldId)}`),
    ...table.touched.map((name) => sql`${identifier(name)} = now()`),
    sql`"_version" = t."_version" + 1`,
  ];
  const before = joinSql(
    written.map(({ name }) => identifier("t", name)),
    ", ",
  );
  const after = joinSql(
    written.map(({ fieldId }) => identifier("s", fieldId)),
    ", ",
  );
  return sql`WITH found AS (SELECT count(*)::integer AS n FROM ${live(table)} t JOIN ${staging(table)} s ON ${match}), changed AS (UPDATE ${live(table)} AS t SET ${joinSql(set, ", ")} FROM ${staging(table)} s WHERE ${match} AND ROW(${before}) IS DISTINCT FROM ROW(${after}) RETURNING 1) SELECT found.n AS found, (SELECT count(*)::integer FROM changed) AS changed FROM found`;
}

const matches = (table: ImportTable): Sql => {
  if (table.matchBy === "id") return sql`t."id" = s."_key"`;
  const column = table.columns.find(({ fieldId }) => fieldId === table.matchBy);
  return column ? sql`${identifier("t", column.name)} = ${identifier("s", column.fieldId)}` : sql`false`;
};

/**
 * Adds the rows that do not exist, in the file's order. Gives how many, and which ids they got: as ranges of numbers, or
 * each UUID where there are few enough to be remembered.
 */
export function insertImportedSql(table: ImportTable, rememberAtMost: number): Sql {
  const names = [...(table.hasKeys ? [identifier("id")] : []), ...table.columns.map(({ name }) => identifier(name))];
  const values = [
    ...(table.hasKeys ? [sql`s."_key"`] : []),
    ...table.columns.map(({ fieldId }) => identifier("s", fieldId)),
  ];
  const fresh =
    table.matchBy === undefined ? sql`` : sql` WHERE NOT EXISTS (SELECT FROM ${live(table)} t WHERE ${matches(table)})`;
  const remembered = literalNumber(rememberAtMost);
  const ranges =
    table.keySqlType === "bigint"
      ? sql`SELECT jsonb_agg(jsonb_build_array(first, last) ORDER BY first) AS ids, count(*) AS parts FROM (SELECT min(id) AS first, max(id) AS last FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM added) numbered GROUP BY run) runs`
      : sql`SELECT jsonb_agg(jsonb_build_array(id, id) ORDER BY id) AS ids, count(*) AS parts FROM added`;
  return sql`WITH added AS (INSERT INTO ${live(table)} (${joinSql(names, ", ")}) SELECT ${joinSql(values, ", ")} FROM ${staging(table)} s${fresh} ORDER BY s."_row" RETURNING "id") SELECT (SELECT count(*)::integer FROM added) AS added, CASE WHEN r.parts <= ${remembered} THEN COALESCE(r.ids, '[]') END AS ids FROM (${ranges}) r`;
}

const literalNumber = (number: number): Sql => sql`${literal(String(Math.trunc(number)))}::bigint`;

/** Removes what an import added and nobody has changed since. Slot `ids`: pairs of first and last, as JSON. */
export function deleteImportedSql(table: Pick<ImportTable, "schemaName" | "name" | "keySqlType">): Sql {
  const key = castTypeSql(table.keySqlType);
  return sql`WITH gone AS (DELETE FROM ${identifier(table.schemaName, table.name)} t USING jsonb_array_elements(${slot("ids", "jsonb")}) AS r(pair) WHERE t."id" BETWEEN (r.pair->>0)::${key} AND (r.pair->>1)::${key} AND t."_version" = 1 RETURNING 1) SELECT count(*)::integer AS removed FROM gone`;
}

/**
 * For each text of slot `values` (in its order, from 1): how Postgres writes that value, and the id of the row that has
 * it. The live release is in every row of the answer, as in every statement (docs/mechanics.md, 1).
 */
export function findRowsSql(input: {
  readonly schemaName: string;
  readonly table: string;
  /** `id` or a column. */
  readonly column: string;
  readonly sqlType: string;
}): Sql {
  const type = castTypeSql(input.sqlType);
  // An instant without an offset is one of the app's time zone, as COPY will read it.
  const content =
    input.sqlType === "timestamp with time zone"
      ? sql`CASE WHEN v.value ~ '([zZ]|[+-][0-9]{2}:?[0-9]{2})$' THEN v.value::timestamptz ELSE v.value::timestamp AT TIME ZONE ${slot("zone", "text")} END`
      : sql`v.value::${type}`;
  return sql`SELECT l.release_id AS release, x.n, x.content, x.id FROM quintet.live l LEFT JOIN (SELECT v.n::integer AS n, (${content})::text AS content, t."id"::text AS id FROM unnest(${slot("values", "text[]")}) WITH ORDINALITY AS v(value, n) LEFT JOIN ${identifier(input.schemaName, input.table)} t ON ${identifier("t", input.column)} = ${content}) x ON true WHERE l.app_id = ${slot("app", "uuid")} AND l.environment = ${slot("environment", "text")}`;
}
