import { emptySql, identifier, type Sql, sql, value } from "../../sql/sql.ts";
import { castTypeSql } from "./column-sql.ts";
import { FILLED_ROW, type FillWith } from "./fill-column.ts";
import { BATCHES, type ColumnRef, defineOperation, type TableRef } from "./operation-type.ts";

/**
 * Fills rows without a value before the switch, in batches with separate transactions: the switch then fills only rows
 * that were added meanwhile, and does not block for long on a large table. It uses the present names, so it works only
 * for a constant, or for a formula when no name or type differs between the two versions.
 */
export interface FillAhead {
  readonly kind: "fill_ahead";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly sqlType: string;
  readonly fill: FillWith;
  /**
   * The end of the previous batch: a position in the table (ctid), so that each batch starts there with any kind of
   * key.
   */
  readonly after?: string;
}

/** Its rows are locked while they are written: another writer of one of them waits about a tenth of a second. */
const BATCH = 10_000;

export const fillAhead = defineOperation<FillAhead>({
  describe: ({ table, column, fill }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: `Fill ${table.label}.${column.label} ahead with ${fill.by === "value" ? `"${fill.text}"` : fill.source}`,
  }),
  /**
   * One batch; returns `rows`, the number of filled rows, and `last`, the next batch's `after`. Rows that another
   * transaction is writing are skipped.
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
