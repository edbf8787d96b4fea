import type { ModelId } from "../definition/ids.ts";
import { castTypeSql, NEW_UUID, typeSql } from "../schema/operations/column-sql.ts";
import { sequenceName } from "../schema/physical-names.ts";
import { identifier, joinSql, literal, printSql, type Sql, slot, sql } from "../sql/sql.ts";
import { importLines } from "./import-lines.ts";
import { type ImportTable, liveOf, matchesStaged, stagingOf } from "./import-table.ts";

/**
 * The statements of an import into a live model (docs/mechanics.md, 9). COPY writes the rows into a table that no other
 * transaction can see. One transaction that has locked the live pointer then moves them into the model's table.
 */
export function createImportStagingSql(table: ImportTable): Sql {
  const columns = table.columns.map(({ fieldId, sqlType }) => sql`${identifier(fieldId)} ${typeSql(sqlType)}`);
  const own = [sql`"_row" bigint NOT NULL`, sql`"_key" ${castTypeSql(table.keySqlType)}`];
  const lists = (table.lists ?? []).map((list) => sql`${identifier(list.staged)} ${castTypeSql(list.farSqlType)}[]`);
  return sql`CREATE UNLOGGED TABLE ${stagingOf(table)} (${joinSql([...own, ...columns, ...lists], ", ")})`;
}

export function copyImportStagingSql(table: ImportTable): Sql {
  const columns = [
    ...["_row", "_key"].map((name) => identifier(name)),
    ...table.columns.map(({ fieldId }) => identifier(fieldId)),
    ...(table.lists ?? []).map(({ staged }) => identifier(staged)),
  ];
  return sql`COPY ${stagingOf(table)} (${joinSql(columns, ", ")}) FROM STDIN`;
}

/** Gives every staged row the id that it will have, in the file's order. */
export function assignImportKeysSql(table: ImportTable, modelId: ModelId): Sql {
  const sequence = printSql(identifier(table.schemaName, sequenceName(modelId))).text;
  const key = table.keySqlType === "uuid" ? NEW_UUID : sql`nextval(${literal(sequence)}::regclass)`;
  const ordered = sql`SELECT "_row" FROM ${stagingOf(table)} ORDER BY "_row"`;
  return sql`UPDATE ${stagingOf(table)} _s SET "_key" = _n._key FROM (SELECT _o."_row", ${key} AS _key FROM (${ordered}) _o) _n WHERE _n."_row" = _s."_row"`;
}

/** Tells the planner how many rows there are. */
export const analyseImportStagingSql = (table: ImportTable): Sql => sql`ANALYZE ${stagingOf(table)}`;
export const dropImportStagingSql = (table: ImportTable): Sql => sql`DROP TABLE ${stagingOf(table)}`;

/**
 * Changes the existing rows that differ; equal rows keep their version. Returns how many were found and how many
 * changed.
 */
export function updateImportedSql(table: ImportTable): Sql {
  const match = matchesStaged(table);
  const written = table.columns.filter(({ fieldId }) => fieldId !== table.matchBy);
  if (written.length === 0)
    return sql`SELECT count(*)::integer AS found, 0 AS changed FROM ${liveOf(table)} _t JOIN ${stagingOf(table)} _s ON ${match}`;
  const set = [
    ...written.map(({ fieldId, name }) => sql`${identifier(name)} = ${identifier("_s", fieldId)}`),
    ...table.touched.map(({ name, isEmptied }) => sql`${identifier(name)} = ${isEmptied ? sql`NULL` : sql`now()`}`),
    sql`"_version" = _t."_version" + 1`,
  ];
  const before = joinSql(
    written.map(({ name }) => identifier("_t", name)),
    ", ",
  );
  const after = joinSql(
    written.map(({ fieldId }) => identifier("_s", fieldId)),
    ", ",
  );
  const differs = sql`${match} AND ROW(${before}) IS DISTINCT FROM ROW(${after})`;
  const found = sql`_found AS (SELECT count(*)::integer AS _n FROM ${liveOf(table)} _t JOIN ${stagingOf(table)} _s ON ${match})`;
  const update = sql`UPDATE ${liveOf(table)} AS _t SET ${joinSql(set, ", ")} FROM ${stagingOf(table)} _s WHERE ${differs}`;
  const ctes = table.history
    ? [
        found,
        sql`_before AS MATERIALIZED (SELECT _t.* FROM ${liveOf(table)} _t JOIN ${stagingOf(table)} _s ON ${differs} FOR UPDATE OF _t)`,
        sql`_changed AS (${update} AND _t."id" IN (SELECT _b."id" FROM _before _b) RETURNING _t.*)`,
        ...importLines(table, { before: sql`_before`, after: sql`_changed` }),
      ]
    : [found, sql`_changed AS (${update} RETURNING 1)`];
  return sql`WITH ${joinSql(ctes, ", ")} SELECT _found._n AS found, (SELECT count(*)::integer FROM _changed) AS changed FROM _found`;
}

/**
 * Adds the rows that do not exist, in the file's order. Returns their number and their ids: as ranges of numbers, or
 * each UUID if there are few enough to be stored.
 */
export function insertImportedSql(table: ImportTable, rememberAtMost: number): Sql {
  const names = [...(table.hasKeys ? [identifier("id")] : []), ...table.columns.map(({ name }) => identifier(name))];
  const values = [
    ...(table.hasKeys ? [sql`_s."_key"`] : []),
    ...table.columns.map(({ fieldId }) => identifier("_s", fieldId)),
  ];
  const fresh =
    table.matchBy === undefined
      ? sql``
      : sql` WHERE NOT EXISTS (SELECT FROM ${liveOf(table)} _t WHERE ${matchesStaged(table)})`;
  const all = table.mutual ? sql`_all` : sql`_added`;
  const ranges = idRanges(table.keySqlType, all);
  const returned = table.history || table.mutual ? sql`_a.*` : sql`_a."id"`;
  const added = sql`_added AS (INSERT INTO ${liveOf(table)} AS _a (${joinSql(names, ", ")}) SELECT ${joinSql(values, ", ")} FROM ${stagingOf(table)} _s${fresh} ORDER BY _s."_row" RETURNING ${returned})`;
  const ctes = [added, ...otherWays(table), ...importLines(table, { after: all })];
  return sql`WITH ${joinSql(ctes, ", ")} SELECT (SELECT count(*)::integer FROM _added) AS added, ${rememberedIds(rememberAtMost)} AS ids FROM (${ranges}) _r`;
}

/** The ids of the rows of a CTE: as ranges of numbers, or each UUID. */
export const idRanges = (keySqlType: ImportTable["keySqlType"], rows: Sql): Sql =>
  keySqlType === "bigint"
    ? sql`SELECT jsonb_agg(jsonb_build_array(_first, _last) ORDER BY _first) AS _ids, count(*) AS _parts FROM (SELECT min(id) AS _first, max(id) AS _last FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS _run FROM ${rows}) _numbered GROUP BY _run) _runs`
    : sql`SELECT jsonb_agg(jsonb_build_array(id, id) ORDER BY id) AS _ids, count(*) AS _parts FROM ${rows}`;

/** Those of the ranges `_r`, unless they are too many to be stored. */
export const rememberedIds = (atMost: number): Sql =>
  sql`CASE WHEN _r._parts <= ${literalNumber(atMost)} THEN COALESCE(_r._ids, '[]') END`;

/** The other way round of links that hold both ways; `_all` are the rows of both. */
export function otherWays(table: Pick<ImportTable, "schemaName" | "name" | "mutual">): readonly Sql[] {
  if (!table.mutual) return [];
  const [one, other] = table.mutual.map((name) => identifier(name)) as [Sql, Sql];
  return [
    sql`_other AS (INSERT INTO ${liveOf(table)} AS _r (${one}, ${other}) SELECT _a.${other}, _a.${one} FROM _added _a WHERE (SELECT count(*) FROM _added) > 0 ON CONFLICT DO NOTHING RETURNING _r.*)`,
    sql`_all AS (SELECT * FROM _added UNION ALL SELECT * FROM _other)`,
  ];
}

const literalNumber = (number: number): Sql => sql`${literal(String(Math.trunc(number)))}::bigint`;

/**
 * Removes the rows that an import added and nobody has changed since. Slot `ids`: pairs of first and last id, as JSON.
 */
export function deleteImportedSql(table: Pick<ImportTable, "schemaName" | "name" | "keySqlType">): Sql {
  const key = castTypeSql(table.keySqlType);
  return sql`WITH _removed AS (DELETE FROM ${identifier(table.schemaName, table.name)} _t USING jsonb_array_elements(${slot("ids", "jsonb")}) AS _r(_pair) WHERE _t."id" BETWEEN (_r._pair->>0)::${key} AND (_r._pair->>1)::${key} AND _t."_version" = 1 RETURNING 1) SELECT count(*)::integer AS removed FROM _removed`;
}

/**
 * For each text of slot `values` (in its order, from 1): the value as Postgres writes it, and the id of the row that
 * has it. Every row of the answer contains the live release, as in every statement (docs/mechanics.md, 1).
 */
export function findRowsSql(input: {
  readonly schemaName: string;
  readonly table: string;
  /** `id` or a column. */
  readonly column: string;
  readonly sqlType: string;
}): Sql {
  const content = importedValue(sql`_v._value`, input.sqlType);
  return sql`SELECT _live.release_id AS release, _x._n AS n, _x._content AS content, _x._id AS id FROM quintet.live _live LEFT JOIN (SELECT _v._n::integer AS _n, (${content})::text AS _content, _t."id"::text AS _id FROM unnest(${slot("values", "text[]")}) WITH ORDINALITY AS _v(_value, _n) LEFT JOIN ${identifier(input.schemaName, input.table)} _t ON ${identifier("_t", input.column)} = ${content}) _x ON true WHERE _live.app_id = ${slot("app", "uuid")} AND _live.environment = ${slot("environment", "text")}`;
}

/** A value of a file, from its text. An instant without an offset is in the app's time zone, as COPY reads it (slot `zone`). */
export const importedValue = (text: Sql, sqlType: string): Sql =>
  sqlType === "timestamp with time zone"
    ? sql`CASE WHEN ${text} ~ '([zZ]|[+-][0-9]{2}:?[0-9]{2})$' THEN ${text}::timestamptz ELSE ${text}::timestamp AT TIME ZONE ${slot("zone", "text")} END`
    : sql`${text}::${castTypeSql(sqlType)}`;
