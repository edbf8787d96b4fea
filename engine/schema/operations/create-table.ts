import { identifier, joinSql, type Sql, sql } from "../../sql/sql.ts";
import type { TableDesign } from "../design/table-design.ts";
import { columnSql, ownColumnsSql } from "./column-sql.ts";
import { createIndexSql, ofItemsOf, positionIndex } from "./create-index.ts";
import { defineOperation, UNTOUCHED } from "./operation-type.ts";

/** A new, empty table with its indexes. Its foreign keys come later, when every table exists. */
export interface CreateTable {
  readonly kind: "create_table";
  readonly label: string;
  readonly table: TableDesign;
}

export const createTable = defineOperation<CreateTable>({
  describe: ({ table, label }) => ({
    sign: "+",
    recordId: table.modelId,
    description: `Add model ${label} with ${table.columns.length} ${table.columns.length === 1 ? "field" : "fields"}`,
  }),
  statements: ({ table }, schemaName) => {
    const columns = [...ownColumnsSql(schemaName, table), ...table.columns.map(columnSql)];
    const statements: Sql[] = [sql`CREATE TABLE ${identifier(schemaName, table.name)} (${joinSql(columns, ", ")})`];
    for (const column of table.columns) {
      const { fieldId, name, unique, indexed } = column;
      if (!unique && !indexed) continue;
      const position = positionIndex(table, column);
      const index = { schemaName, table: table.name, column: name, fieldId, unique, position, ...ofItemsOf(column) };
      statements.push(createIndexSql(index));
    }
    return statements;
  },
  lock: () => UNTOUCHED,
  hazards: () => [],
  reverse: ({ table, label }) => ({ kind: "archive_table", label, table }),
  touches: () => [],
});
