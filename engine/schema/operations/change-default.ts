import { identifier, sql } from "../../sql/sql.ts";
import { type ColumnDefault, defaultSql } from "./column-sql.ts";
import { type ColumnRef, defineOperation, INSTANT, type TableRef } from "./operation-type.ts";

/** For new rows; existing rows keep their values. */
export interface ChangeDefault {
  readonly kind: "change_default";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly from: ColumnDefault;
  readonly to: ColumnDefault;
}

export const changeDefault = defineOperation<ChangeDefault>({
  describe: ({ table, column, to }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: to.defaultNow
      ? `Fill ${table.label}.${column.label} with the moment a row is made`
      : to.default === undefined
        ? `Take the default off ${table.label}.${column.label}`
        : `Let ${table.label}.${column.label} begin as "${to.default}"`,
  }),
  statements: ({ table, column, to }, schemaName) => {
    const fallback = defaultSql(to);
    const change = fallback ? sql`SET DEFAULT ${fallback}` : sql`DROP DEFAULT`;
    return [sql`ALTER TABLE ${identifier(schemaName, table.name)} ALTER COLUMN ${identifier(column.name)} ${change}`];
  },
  lock: () => INSTANT,
  hazards: () => [],
  reverse: ({ table, column, from, to }) => ({ kind: "change_default", table, column, from: to, to: from }),
  touches: ({ table }) => [table.modelId],
});
