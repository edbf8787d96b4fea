import type { FieldId } from "../../definition/ids.ts";
import { emptySql, identifier, type Sql, sql } from "../../sql/sql.ts";
import { indexName, uniqueIndexName } from "../physical-names.ts";
import { BESIDE, type ColumnRef, defineOperation, LOOKS_AT_ROWS, type TableRef } from "./operation-type.ts";

/**
 * An index or a unique index. On a column that serves traffic it is built CONCURRENTLY, in the build phase and outside
 * a transaction; on new or staged tables, inside the switch. A unique index is enforced from the moment it is valid,
 * which is before the switch: only so is it certain that it holds at the switch.
 */
export interface CreateIndex {
  readonly kind: "create_index";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly unique: boolean;
  readonly concurrently: boolean;
}

export function createIndexSql(index: {
  schemaName: string;
  table: string;
  column: string;
  fieldId: FieldId;
  unique: boolean;
  concurrently?: boolean;
}): Sql {
  const name = index.unique ? uniqueIndexName(index.fieldId) : indexName(index.fieldId);
  return sql`CREATE ${index.unique ? sql`UNIQUE ` : emptySql}INDEX ${index.concurrently ? sql`CONCURRENTLY ` : emptySql}${identifier(name)} ON ${identifier(index.schemaName, index.table)} (${identifier(index.column)})`;
}

export const createIndex = defineOperation<CreateIndex>({
  describe: ({ table, column, unique }) => ({
    sign: "+",
    recordId: column.fieldId,
    description: unique
      ? `Make ${table.label}.${column.label} unique`
      : `Make finding and sorting ${table.label} by ${column.label} quick`,
  }),
  statements: ({ table, column, unique, concurrently }, schemaName) => [
    createIndexSql({
      schemaName,
      table: table.name,
      column: column.name,
      fieldId: column.fieldId,
      unique,
      concurrently,
    }),
  ],
  lock: ({ concurrently }) => (concurrently ? BESIDE : LOOKS_AT_ROWS),
  hazards: ({ unique }) =>
    unique
      ? [
          {
            code: "may_fail",
            message: "Equal values are refused from the moment it is built; two that came in before stop the release.",
          },
        ]
      : [],
  reverse: ({ table, column, unique, concurrently }) => ({ kind: "drop_index", table, column, unique, concurrently }),
  touches: ({ table, concurrently }) => (concurrently ? [] : [table.modelId]),
});
