import { emptySql, identifier, sql } from "../../sql/sql.ts";
import { indexName, uniqueIndexName } from "../physical-names.ts";
import type { PositionIndex } from "./create-index.ts";
import { BESIDE, type ColumnRef, defineOperation, INSTANT, type TableRef } from "./operation-type.ts";

export interface DropIndex {
  readonly kind: "drop_index";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly unique: boolean;
  readonly concurrently: boolean;
  /** What it is made of, where it is that of an order by hand. */
  readonly position?: PositionIndex;
  readonly ofItems?: true;
}

export const dropIndex = defineOperation<DropIndex>({
  describe: ({ table, column, unique }) => ({
    sign: "-",
    recordId: column.fieldId,
    description: unique
      ? `Let ${table.label}.${column.label} have equal values`
      : `Drop the index of ${table.label}.${column.label}`,
  }),
  statements: ({ column, unique, concurrently }, schemaName) => [
    sql`DROP INDEX ${concurrently ? sql`CONCURRENTLY ` : emptySql}IF EXISTS ${identifier(schemaName, unique ? uniqueIndexName(column.fieldId) : indexName(column.fieldId))}`,
  ],
  lock: ({ concurrently }) => (concurrently ? BESIDE : INSTANT),
  hazards: () => [],
  reverse: ({ kind: _, ...rest }) => ({ kind: "create_index", ...rest }),
  touches: ({ table, concurrently }) => (concurrently ? [] : [table.modelId]),
});
