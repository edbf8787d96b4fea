import { identifier, sql } from "../../sql/sql.ts";
import type { ColumnDefault } from "./column-sql.ts";
import { COPIES_TABLE, type ColumnRef, defineOperation, type TableRef } from "./operation-type.ts";
import { CONVERTED_ROW, throughColumn } from "./through-column.ts";

/** Turns a relation into texts: what a field of the other row says, or its key where that is empty. */
export interface WriteTitles {
  readonly kind: "write_titles";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly from: ColumnDefault;
  readonly parent: TableRef;
  readonly by: ColumnRef;
}

export const writeTitles = defineOperation<WriteTitles>({
  describe: ({ table, column, parent, by }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: `Change ${table.label}.${column.label} from a relation to the ${by.label} of ${parent.label}`,
  }),
  statements: ({ table, column, from, parent, by }, schemaName) =>
    throughColumn({
      table,
      column,
      from,
      to: "text",
      content: sql`COALESCE("_parent".${identifier(by.name)}, "_parent"."id"::text)`,
      source: sql`${identifier(schemaName, parent.name)} AS "_parent"`,
      where: sql`"_parent"."id" = ${identifier(CONVERTED_ROW)}.${identifier(column.name)}`,
      schemaName,
    }),
  lock: () => COPIES_TABLE,
  hazards: ({ table }) => [{ code: "rewrite", message: `All of ${table.label} is rewritten.` }],
  reverse: () => undefined,
  touches: ({ table, parent }) => [table.modelId, parent.modelId],
});
