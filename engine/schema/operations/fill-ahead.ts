import { emptySql, identifier, type Sql, sql, value } from "../../sql/sql.ts";
import { castTypeSql } from "./column-sql.ts";
import { FILLED_ROW, type FillWith } from "./fill-column.ts";
import { BATCHES, type ColumnRef, defineOperation, type TableRef } from "./operation-type.ts";

/**
 * Gives the rows that have no value theirs before the switch, in batches of their own transactions: the switch then
 * finds only those that came in meanwhile, and holds nobody up for a large table. Under the names of now, so only for a
 * constant, or for a formula when no name or type differs between the two versions.
 */
export interface FillAhead {
  readonly kind: "fill_ahead";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly sqlType: string;
  readonly fill: FillWith;
  /** Where the batch before ended: a place in the table (ctid), so that each batch begins there, whatever the key is. */
  readonly after?: string;
}

/** Its rows are locked while it is written: a writer of one of them waits about a tenth of a second. */
const BATCH = 10_000;

export const fillAhead = defineOperation<FillAhead>({
  describe: ({ table, column, fill }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: `Fill ${table.label}.${column.label} ahead with ${fill.by === "value" ? `"${fill.text}"` : fill.source}`,
  }),
  /**
   * One batch; answers `rows`, how many it filled, and `last`, for the next one's `after`. What somebody else is writing
   * is passed over.
   */
  statements: ({ table, column, sqlType, fill, after }, schemaName) => {
    const relation = identifier(schemaName, table.name);
    const row = identifier(FILLED_ROW);
    const cell = identifier(column.name);
    const type = castTypeSql(sqlType);
    const content: Sql =
      fill.by === "formula"
        ? sql`(${fill.expression(schemaName)})::${type}`
        : sql`${value(fill.text, "text")}::${type}`;
    const behind = after === undefined ? emptySql : sql` AND ${row}.ctid > ${value(after, "text")}::tid`;
    return [
      sql`WITH "_batch" AS (SELECT ${row}."id", ${row}.ctid AS "_place" FROM ${relation} AS ${row} WHERE ${row}.${cell} IS NULL AND ${content} IS NOT NULL${behind} LIMIT ${value(BATCH, "integer")} FOR UPDATE OF ${row} SKIP LOCKED), "_done" AS (UPDATE ${relation} AS ${row} SET ${cell} = ${content}, "_version" = ${row}."_version" + 1 FROM "_batch" WHERE ${row}."id" = "_batch"."id" RETURNING 1) SELECT (SELECT count(*) FROM "_done")::int AS "rows", (SELECT max("_place") FROM "_batch")::text AS "last"`,
    ];
  },
  lock: () => BATCHES,
  hazards: ({ table, column }) => [
    {
      code: "fill",
      message: `Rows get their ${table.label}.${column.label} before the new version is live, and keep it if the release fails.`,
    },
  ],
  reverse: () => undefined,
  touches: () => [],
});
