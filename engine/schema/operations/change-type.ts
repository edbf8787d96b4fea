import { identifier, joinSql, type Sql, sql } from "../../sql/sql.ts";
import { type ColumnDefault, hasDefault, typeSql } from "./column-sql.ts";
import { convertedSql } from "./converted-sql.ts";
import { COPIES_TABLE, type ColumnRef, defineOperation, INSTANT, type TableRef } from "./operation-type.ts";

/**
 * Changes a column's type where no value is lost (plan/type-change.ts decides). The default is set again afterwards.
 */
export interface ChangeType {
  readonly kind: "change_type";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly from: ColumnDefault;
  readonly to: string;
  readonly rewrites: boolean;
  /**
   * True when it is lossless only for the present rows: a fact checks them before, and otherwise the cast would fail.
   */
  readonly narrows: boolean;
}

export const changeType = defineOperation<ChangeType>({
  describe: ({ table, column, from, to }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: `Change ${table.label}.${column.label} from ${from.sqlType} to ${to}`,
  }),
  statements: ({ table, column, from, to }, schemaName) => {
    const name = identifier(column.name);
    const changes: Sql[] = [
      sql`ALTER COLUMN ${name} TYPE ${typeSql(to)} USING ${convertedSql(name, from.sqlType, to)}`,
    ];
    if (hasDefault(from)) changes.unshift(sql`ALTER COLUMN ${name} DROP DEFAULT`);
    return [sql`ALTER TABLE ${identifier(schemaName, table.name)} ${joinSql(changes, ", ")}`];
  },
  lock: ({ rewrites }) => (rewrites ? COPIES_TABLE : INSTANT),
  hazards: ({ table, rewrites, narrows }) => [
    ...(rewrites ? [{ code: "rewrite", message: `All of ${table.label} is rewritten.` }] : []),
    ...(narrows ? [{ code: "may_fail", message: "Stops the release if a value comes in that does not fit." }] : []),
  ],
  reverse: () => undefined,
  touches: ({ table }) => [table.modelId],
});
