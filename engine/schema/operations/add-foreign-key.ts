import { identifier, sql } from "../../sql/sql.ts";
import { foreignKeyName } from "../physical-names.ts";
import { type ColumnRef, defineOperation, INSTANT, LOOKS_AT_ROWS, type TableRef } from "./operation-type.ts";

/** NO ACTION: what a delete does to rows that point to it is compiled by the engine (docs/mechanics.md, 10). */
export interface AddForeignKey {
  readonly kind: "add_foreign_key";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly parent: TableRef;
  /** The column is new and empty, so there is nothing to look at. */
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
