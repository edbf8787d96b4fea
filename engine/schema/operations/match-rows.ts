import { identifier, type Sql, sql } from "../../sql/sql.ts";
import type { ColumnDefault } from "./column-sql.ts";
import { COPIES_TABLE, type ColumnRef, defineOperation, type TableRef } from "./operation-type.ts";
import { CONVERTED_ROW, throughColumn } from "./through-column.ts";

/**
 * Turns texts into a relation: each text becomes the key of the one row whose field says the same, blanks at its ends
 * aside. Where several rows say it, or none does, the relation is empty; rows that are missing may be made first.
 */
export interface MatchRows {
  readonly kind: "match_rows";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly from: ColumnDefault;
  /** The type of the other model's keys. */
  readonly to: string;
  readonly parent: TableRef;
  /** The field of the other model that the texts are compared with. */
  readonly by: ColumnRef;
  readonly rest: "empty" | "create";
}

/** What is compared: without blanks at the ends; nothing where only blanks are. */
export const comparedText = (column: Sql): Sql => sql`NULLIF(btrim(${column}, E' \\t\\n\\r'), '')`;

export const matchRows = defineOperation<MatchRows>({
  describe: ({ table, column, parent, by, rest }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: `Change ${table.label}.${column.label} from text to a relation to ${parent.label}, by its ${by.label}${rest === "create" ? `; add the ${parent.label} rows that are missing` : ""}`,
  }),
  statements: ({ table, column, from, to, parent, by, rest }, schemaName) => {
    const parentTable = identifier(schemaName, parent.name);
    const name = identifier(by.name);
    const said = comparedText(sql`"_row".${identifier(column.name)}`);
    const there = comparedText(sql`"_parent".${name}`);
    const added = sql`INSERT INTO ${parentTable} (${name}) SELECT DISTINCT ${said} FROM ${identifier(schemaName, table.name)} AS "_row" WHERE ${said} IS NOT NULL AND NOT EXISTS (SELECT FROM ${parentTable} AS "_parent" WHERE ${there} = ${said}) ORDER BY 1`;
    const single = sql`(SELECT ${there} AS "_text", (array_agg("_parent"."id"))[1] AS "_id" FROM ${parentTable} AS "_parent" GROUP BY 1 HAVING count(*) = 1) AS "_match"`;
    const cell = sql`${identifier(CONVERTED_ROW)}.${identifier(column.name)}`;
    const conversion = throughColumn({
      table,
      column,
      from,
      to,
      content: sql`"_match"."_id"`,
      source: single,
      where: sql`"_match"."_text" = ${comparedText(cell)}`,
      schemaName,
    });
    return rest === "create" ? [added, ...conversion] : conversion;
  },
  lock: () => COPIES_TABLE,
  hazards: ({ table, column, parent, rest }) => [
    { code: "rewrite", message: `All of ${table.label} is rewritten.` },
    {
      code: "fill",
      message: `Going back writes what the matched ${parent.label} says into ${table.label}.${column.label}; a text that matched nothing does not come back.`,
    },
    ...(rest === "create"
      ? [{ code: "fill", message: `Going back does not delete the rows that are added to ${parent.label}.` }]
      : []),
  ],
  reverse: () => undefined,
  touches: ({ table, parent }) => [table.modelId, parent.modelId],
});
