import { identifier, joinSql, sql, value } from "../../sql/sql.ts";
import { type ColumnRef, defineOperation, type TableRef, WRITES_ROWS } from "./operation-type.ts";

/** Gives rows the new value of choices whose stored value was changed; in one statement, so that two can be swapped. */
export interface RenameChoices {
  readonly kind: "rename_choices";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly renames: readonly { readonly from: string; readonly to: string }[];
}

export const renameChoices = defineOperation<RenameChoices>({
  describe: ({ table, column, renames }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: `Write ${renames.map(({ from, to }) => `"${to}" for "${from}"`).join(", ")} in ${table.label}.${column.label}`,
  }),
  statements: ({ table, column, renames }, schemaName) => {
    const cell = identifier(column.name);
    const cases = renames.map(({ from, to }) => sql`WHEN ${value(from, "text")} THEN ${value(to, "text")}`);
    const old = renames.map(({ from }) => from);
    return [
      sql`UPDATE ${identifier(schemaName, table.name)} SET ${cell} = CASE ${cell} ${joinSql(cases, " ")} END WHERE ${cell} = ANY (${value(old, "text[]")})`,
    ];
  },
  lock: () => WRITES_ROWS,
  hazards: () => [],
  reverse: ({ table, column, renames }) => ({
    kind: "rename_choices",
    table,
    column,
    renames: renames.map(({ from, to }) => ({ from: to, to: from })),
  }),
  touches: ({ table }) => [table.modelId],
});
