import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, joinSql, literal, type Sql, sql } from "../sql/sql.ts";
import { type Judged, judgedWith } from "./list-validations.ts";
import { columnOf, type QueryScope } from "./query-scope.ts";
import type { RiddenRows, Rider, RowWrite } from "./riders.ts";

/**
 * A setting of the transaction that collects which rows are to be judged at its end: ` mdl_order:12 mdl_order:13`. Every
 * statement that writes a row of a list adds to it, deletes that follow from others included.
 */
export const JUDGED_SETTING = "quintet.judged";

/**
 * What sets it, in the app's schema, with the rights of its owner: no role of an app may call `set_config`, by which it could
 * take another role.
 */
export const NOTE_JUDGED = "_note_judged";

/** Notes the rows whose validations over lists a write may break: of a changed line its order before and after. */
export function listRiders(scope: QueryScope, model: ModelRecord, write: RowWrite): readonly Rider[] {
  // An emptied relation is an update, for which the rider is called too.
  const judged = write === "unlink" ? [] : judgedWith(scope.whole, model);
  const noted = judged.filter(({ via }) => via !== undefined || write !== "delete");
  return noted.length === 0 ? [] : [{ write: (rows) => note(scope, noted, rows) }];
}

function note(
  { schemaName }: Pick<QueryScope, "schemaName">,
  judged: readonly Judged[],
  { before, after, aliases }: RiddenRows,
): ReturnType<NonNullable<Rider["write"]>> {
  const name = identifier(aliases.make());
  const keys = judged.flatMap(({ model, via }) =>
    [before, after].flatMap((rows) => (rows ? [keysIn(rows, { model, via }, aliases.make())] : [])),
  );
  const all = sql`SELECT string_agg(_k._key, '') FROM (${joinSql(keys, " UNION ")}) _k`;
  const known = sql`current_setting(${literal(JUDGED_SETTING)}, true)`;
  const cte = sql`${name} AS MATERIALIZED (SELECT ${identifier(schemaName, NOTE_JUDGED)}(concat(${known}, (${all}))) AS _set)`;
  return { ctes: [cte], counted: [name] };
}

function keysIn(
  rows: Sql,
  { model, via }: { readonly model: ModelRecord; readonly via: Judged["via"] },
  alias: string,
): Sql {
  const key = columnOf(alias, via?.name ?? "id");
  return sql`SELECT ${literal(` ${model.id}:`)} || ${key}::text AS _key FROM ${rows} ${identifier(alias)} WHERE ${key} IS NOT NULL`;
}
