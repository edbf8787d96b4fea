import type { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, literal, type Sql, sql } from "../sql/sql.ts";
import { accessConditions, columnOf, type QueryScope, relationTarget, rowOf, tableOf, where } from "./query-scope.ts";
import { hasColumns, type Selection } from "./selection.ts";
import { rowTitle } from "./title.ts";

/**
 * The form of a row in JSON. `object` is that of REST: the fields themselves. `record` is that of the studio's grid:
 * `{"id", "version", "values": {…}, "titles": {…}}`, where titles are those of the related rows.
 */
export type RowShape = "object" | "record";

export interface RowJsonPlan {
  readonly selection: Selection;
  readonly shape?: RowShape | undefined;
  /** The alias of the row itself. */
  readonly row: string;
  /** The alias of the sub-select whose columns are those of the object (selection.ts, jsonColumns). */
  readonly columns: string;
  readonly aliases: Aliases;
}

export function rowJson(scope: QueryScope, plan: RowJsonPlan): Sql {
  const { row } = plan;
  const object = hasColumns(plan.selection) ? sql`row_to_json(${identifier(plan.columns)})` : sql`'{}'::json`;
  if (plan.shape !== "record") return object;
  return sql`json_build_object('id', ${columnOf(row, "id")}, 'version', ${columnOf(row, "_version")}, 'values', ${object}, 'titles', ${relatedTitles(scope, plan)})`;
}

function relatedTitles(scope: QueryScope, { selection, row, aliases }: RowJsonPlan): Sql {
  const titles: Sql[] = [];
  for (const { field } of selection.fields) {
    const target = relationTarget(scope.reader, field);
    if (!target) continue;
    const alias = aliases.make();
    const conditions = [
      sql`${columnOf(alias, "id")} = ${columnOf(row, field.name)}`,
      ...accessConditions(scope.access(target.id, "read"), rowOf(alias)),
    ];
    titles.push(
      sql`${literal(field.name)}, (SELECT ${rowTitle(scope, target, alias)} FROM ${tableOf(scope, target)} ${identifier(alias)}${where(conditions)})`,
    );
  }
  // json_build_object takes at most 50 pairs, so many relations are joined from several.
  if (titles.length === 0) return sql`'{}'::json`;
  const parts: Sql[] = [];
  for (let at = 0; at < titles.length; at += 50) {
    parts.push(sql`jsonb_build_object(${joinSql(titles.slice(at, at + 50), ", ")})`);
  }
  return joinSql(parts, " || ");
}
