import type { CorePart, FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { FieldType } from "../field-types/field-type.ts";
import { keyOf } from "../field-types/keys.ts";
import { castType, identifier, joinSql, literal, type Sql, slot, sql } from "../sql/sql.ts";
import { type Statement, statementOf } from "./guard.ts";
import { columnOf } from "./query-scope.ts";

export interface CallerPlan {
  readonly schemaName: string;
  readonly model: ModelRecord;
  readonly core: Readonly<Record<CorePart, FieldRecord>>;
  /** The further fields of the person's row that rules and templates may read. */
  readonly own: readonly { readonly field: FieldRecord; readonly type: Pick<FieldType, "jsonSql"> }[];
}

/**
 * The session of a credential and its person, with the pointer of the app: one row, whose columns after the pointer's are
 * NULL when the session has ended or the person is not active.
 */
export function compileCaller({ schemaName, model, core, own }: CallerPlan): Statement {
  const table = (name: string) => identifier(schemaName, name);
  const column = (part: CorePart): Sql => columnOf("_u", core[part].name);
  const columns = [
    sql`_live.release_id`,
    sql`_live.access_version`,
    sql`CASE WHEN _u.id IS NOT NULL THEN _s.id END`,
    sql`_s.stamp`,
    sql`_u.id`,
    column("name"),
    column("email"),
    column("staff"),
    column("administrator"),
    sql`(SELECT json_agg(_m.group_id)::text FROM ${table("_memberships")} _m WHERE _m.user_id = _s.user_id)`,
    valuesOf(own),
  ];
  return statementOf(
    sql`SELECT ${joinSql(columns, ", ")} FROM quintet.live _live LEFT JOIN ${table("_sessions")} _s ON _s.token_hash = decode(${slot("token", "text")}, 'hex') AND _s.ends_at > now() LEFT JOIN ${table(model.name)} _u ON _u.id = _s.user_id::${castType(keyOf(model).cast)} AND ${column("active")} WHERE _live.app_id = ${slot("app", "uuid")} AND _live.environment = ${slot("environment", "text")}`,
  );
}

/** As JSON, in the form that rules and templates know. */
function valuesOf(own: CallerPlan["own"]): Sql {
  if (own.length === 0) return literal("{}");
  const columns = own.map(
    ({ field, type }) => sql`${type.jsonSql(columnOf("_u", field.name))} AS ${identifier(field.name)}`,
  );
  return sql`(SELECT row_to_json(_v)::text FROM (SELECT ${joinSql(columns, ", ")}) _v)`;
}
