import { castTypeSql } from "../schema/operations/column-sql.ts";
import { identifier, joinSql, type Sql, slot, sql } from "../sql/sql.ts";
import { importLines } from "./import-lines.ts";
import { idRanges, otherWays, rememberedIds } from "./import-rows.ts";
import { type ImportList, type ImportTable, liveOf, matchesStaged, stagingOf } from "./import-table.ts";

/**
 * Links the imported rows with the rows that one list of theirs names, in the file's order. Links that are there already stay
 * as they are. Returns the number of new links and their ids, as of imported rows.
 */
export function insertLinksSql(table: ImportTable, list: ImportList, rememberAtMost: number): Sql {
  const links = { ...list, schemaName: table.schemaName };
  const isRow = table.matchBy === undefined ? sql`_t."id" = _s."_key"` : matchesStaged(table);
  const named = sql`SELECT _t."id", _f._far FROM ${stagingOf(table)} _s JOIN ${liveOf(table)} _t ON ${isRow} CROSS JOIN LATERAL unnest(${identifier("_s", list.staged)}) WITH ORDINALITY AS _f(_far, _n) ORDER BY _s."_row", _f._n`;
  const all = list.mutual ? sql`_all` : sql`_added`;
  const added = sql`_added AS (INSERT INTO ${liveOf(links)} AS _a (${identifier(list.via)}, ${identifier(list.far)}) ${named} ON CONFLICT DO NOTHING RETURNING _a.*)`;
  const ctes = [added, ...otherWays(links), ...importLines(links, { after: all })];
  return sql`WITH ${joinSql(ctes, ", ")} SELECT (SELECT count(*)::integer FROM _added) AS added, ${rememberedIds(rememberAtMost)} AS ids FROM (${idRanges(list.keySqlType, all)}) _r`;
}

/** The ends of links: their columns, and the keys that those hold. */
export interface LinkEnds {
  readonly schemaName: string;
  readonly table: string;
  readonly names: readonly [string, string];
  readonly sqlTypes: readonly [string, string];
}

/**
 * For each pair of texts of the slots `ones` and `others` (in their order, from 1) that are linked: the link's id. Every row
 * of the answer contains the live release, as in every statement (docs/mechanics.md, 1).
 */
export function findLinksSql({ schemaName, table, names, sqlTypes }: LinkEnds): Sql {
  const [one, other] = names.map((name, at) => {
    const value = identifier("_v", at === 0 ? "_one" : "_other");
    return sql`${identifier("_t", name)} = ${value}::${castTypeSql(sqlTypes[at] as string)}`;
  }) as [Sql, Sql];
  const values = sql`unnest(${slot("ones", "text[]")}, ${slot("others", "text[]")}) WITH ORDINALITY AS _v(_one, _other, _n)`;
  return sql`SELECT _live.release_id AS release, _x._n AS n, _x._id AS id FROM quintet.live _live LEFT JOIN (SELECT _v._n::integer AS _n, _t."id"::text AS _id FROM ${values} JOIN ${identifier(schemaName, table)} _t ON ${one} AND ${other}) _x ON true WHERE _live.app_id = ${slot("app", "uuid")} AND _live.environment = ${slot("environment", "text")}`;
}
