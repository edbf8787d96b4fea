import { joinSql, literal, type Sql, sql } from "../sql/sql.ts";
import { changedValues, lineColumns } from "./change-lines.ts";
import { historyTable } from "./history-table.ts";
import type { ImportTable } from "./import-table.ts";

/** The lines of history of rows that the CTE `after` has written; `before` is a CTE of what they were. */
export function importLines(
  table: Pick<ImportTable, "history" | "schemaName">,
  { before, after }: { readonly before?: Sql; readonly after: Sql },
): readonly Sql[] {
  const { history, schemaName } = table;
  if (!history) return [];
  const rows = before ? sql`${after} _n JOIN ${before} _o ON _o."id" = _n."id"` : sql`${after} _n`;
  const changes = changedValues(history.fields, { old: before ? "_o" : undefined, row: "_n" });
  const values = [
    literal(history.model.id),
    sql`_n."id"::text`,
    literal(before ? "update" : "create"),
    sql`_n."_version"`,
    literal(""),
    literal(history.accountId),
    sql`NULL`,
    sql`NULL`,
    literal("import"),
    sql`_c._changes`,
  ];
  return [
    sql`_lines AS (INSERT INTO ${historyTable({ schemaName })} (${joinSql(lineColumns, ", ")}) SELECT ${joinSql(values, ", ")} FROM ${rows} CROSS JOIN LATERAL (${changes}) _c WHERE _c._changes IS NOT NULL)`,
  ];
}
