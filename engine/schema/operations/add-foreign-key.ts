import { identifier, sql } from "../../sql/sql.ts";
import { foreignKeyName } from "../physical-names.ts";
import { type ColumnRef, defineOperation, INSTANT, LOOKS_AT_ROWS, type TableRef } from "./operation-type.ts";

/**
 * NO ACTION: the engine compiles the effect of a delete on rows that point to the deleted one (docs/mechanics.md, 10).
 */
export interface AddForeignKey {
  readonly kind: "add_foreign_key";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly parent: TableRef;
  /** The column is new and empty, so there are no values to check. */
  readonly empty: boolean;
}

export const addForeignKey = defineOperation<AddForeignKey>({
  describe: ({ table, column, parent }) => ({
    sign: "+",
    recordId: column.fieldId,
    description: `Relate ${table.label}.${column.label} to ${parent.label}`,
  }),
  statements: ({ table, column, parent }, schemaName) => {
    const relation = identifier(schemaName, table.name);
    const name = identifier(foreignKeyName(column.fieldId));
    return [
      sql`ALTER TABLE ${relation} ADD CONSTRAINT ${name} FOREIGN KEY (${identifier(column.name)}) REFERENCES ${identifier(schemaName, parent.name)} ("id") NOT VALID`,
      sql`ALTER TABLE ${relation} VALIDATE CONSTRAINT ${name}`,
    ];
  },
  lock: ({ empty }) => (empty ? INSTANT : LOOKS_AT_ROWS),
  hazards: () => [],
  reverse: ({ table, column, parent }) => ({ kind: "drop_foreign_key", table, column, parent }),
  touches: ({ table, parent }) => [table.modelId, parent.modelId],
});
