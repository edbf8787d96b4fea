import type { ModelId } from "../definition/ids.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf, keyTypes } from "../field-types/keys.ts";
import { Aliases } from "../sql/aliases.ts";
import { emptySql, identifier, joinSql, literal, type Sql, slot, sql, value } from "../sql/sql.ts";
import { boundedJson } from "./answer-size.ts";
import { columnsAfterGuard, fromGuardCte, guardCte, type Statement, statementOf } from "./guard.ts";
import { accessVerdict, columnOf, keySlot, type QueryScope, relationTarget, rowOf, tableOf } from "./query-scope.ts";
import { rowJson } from "./row-json.ts";
import { jsonColumns } from "./selection.ts";

export interface DeletePlan {
  readonly model: ModelRecord;
  readonly hasCondition: boolean;
  readonly withBefore: boolean;
}

/**
 * Columns of the answer, the first three as in an update. `protectedBy` is the id of a relation field whose rows
 * stand in the way, null when none does. `deleted` is how many rows went, those that cascaded included.
 */
export const deleteColumns = columnsAfterGuard("visible", "allowed", "current", "protectedBy", "deleted", "before");

interface Inbound {
  readonly field: FieldRecord;
  readonly owner: ModelRecord;
  readonly target: ModelRecord;
  readonly onDelete: "protect" | "cascade" | "set_null";
}

/** What can be deleted with a row of the model, and every relation that points to any of it. */
export function deleteGraph(
  scope: Pick<QueryScope, "reader">,
  root: ModelRecord,
): { readonly models: readonly ModelRecord[]; readonly inbound: readonly Inbound[] } {
  const models = new Map<ModelId, ModelRecord>([[root.id, root]]);
  const inbound: Inbound[] = [];
  for (const target of models.values()) {
    for (const field of scope.reader.relationsTo(target.id)) {
      const owner = scope.reader.model(field.modelId);
      if (!owner) continue;
      const onDelete = field.type.onDelete as Inbound["onDelete"];
      inbound.push({ field, owner, target, onDelete });
      if (onDelete === "cascade") models.set(owner.id, owner);
    }
  }
  return { models: [...models.values()], inbound };
}

/**
 * Deletes one row (slot `id`) and does what each relation that points to it says, in one statement (Django's
 * collector). `_doomed` is the set of rows that go, found by following cascades to their end, circles included. A
 * relation that protects stops everything if a row *outside* that set points into it. Foreign keys are checked by
 * Postgres at the end of the statement, when all of it is done.
 */
export function compileDelete(scope: QueryScope, plan: DeletePlan): Statement {
  const { model } = plan;
  const table = tableOf(scope, model);
  const { models, inbound } = deleteGraph(scope, model);
  const aliases = new Aliases();

  const fields = scope.reader.fields(model.id).map((field) => ({ field }));
  const whole = { model, withId: false, fields };
  const before = plan.withBefore
    ? boundedJson(scope, whole, {
        alias: "_o",
        aliases,
        json: sql`(SELECT ${rowJson(scope, { selection: whole, row: "_o", columns: "_j", aliases })}::text FROM (SELECT ${jsonColumns(scope, whole, "_o", aliases)}) _j)`,
      })
    : sql`NULL::text`;
  const judged = sql`_judged AS (SELECT _o.id, ${joinSql(
    [
      sql`${accessVerdict(scope.access(model.id, "read"), rowOf("_o"))} AS _visible`,
      sql`${accessVerdict(scope.access(model.id, "delete"), rowOf("_o"))} AS _allowed`,
      plan.hasCondition
        ? sql`${columnOf("_o", "_version")} = ANY(${slot("versions", "bigint[]")}) AS _current`
        : sql`true AS _current`,
      sql`${before} AS _before`,
    ],
    ", ",
  )} FROM _old _o)`;
  const old = sql`_old AS (SELECT _r.* FROM ${table} _r, _guard WHERE _guard._holds AND ${columnOf("_r", "id")} = ${keySlot(model)} FOR UPDATE OF _r)`;

  const tag = (owner: ModelRecord): Sql => literal(owner.id);
  const { keyColumns, keysOf, keyIn } = doomedKeys(models);
  const cascades = inbound.filter((relation) => relation.onDelete === "cascade");
  const root = sql`SELECT ${tag(model)}::text AS _model, ${keysOf(model, sql`_judged.id`)} FROM _judged WHERE _judged._visible AND _judged._allowed AND _judged._current`;
  const steps = cascades.map(
    ({ owner, target, field }) =>
      sql`SELECT ${tag(owner)}::text AS _model, ${keysOf(owner, sql`_c.id`)} FROM ${tableOf(scope, owner)} _c WHERE _d._model = ${tag(target)} AND ${columnOf("_c", field.name)} = ${keyIn(sql`_d`, target)}`,
  );
  const doomed =
    steps.length === 0
      ? sql`_doomed AS (${root})`
      : sql`_doomed AS (${root} UNION SELECT _n._model, ${keyColumns(sql`_n`)} FROM _doomed _d CROSS JOIN LATERAL (${joinSql(steps, " UNION ALL ")}) _n)`;

  const guards = inbound
    .filter((relation) => relation.onDelete === "protect")
    .map(({ owner, target, field }) => {
      const isDoomedToo = models.some((other) => other.id === owner.id)
        ? sql` AND NOT EXISTS (SELECT 1 FROM _doomed _e WHERE _e._model = ${tag(owner)} AND ${keyIn(sql`_e`, owner)} = _p.id)`
        : emptySql;
      return sql`SELECT ${literal(field.id)} AS _field FROM _doomed _d JOIN ${tableOf(scope, owner)} _p ON ${columnOf("_p", field.name)} = ${keyIn(sql`_d`, target)} WHERE _d._model = ${tag(target)}${isDoomedToo}`;
    });
  const blocked =
    guards.length === 0
      ? sql`_blocked AS (SELECT NULL::text AS _field WHERE false)`
      : sql`_blocked AS (SELECT _b._field FROM (${joinSql(guards, " UNION ALL ")}) _b LIMIT 1)`;
  const isFree = sql`NOT EXISTS (SELECT 1 FROM _blocked)`;

  const parts: Sql[] = [];
  // One UPDATE a table, whatever number of its relations is emptied: Postgres would do only one of two on one row.
  const emptied = new Map<ModelId, Inbound[]>();
  for (const relation of inbound.filter((other) => other.onDelete === "set_null")) {
    emptied.set(relation.owner.id, [...(emptied.get(relation.owner.id) ?? []), relation]);
  }
  for (const relations of emptied.values()) {
    const { owner } = relations[0] as Inbound;
    const pointsIn = ({ target, field }: Inbound): Sql =>
      sql`EXISTS (SELECT 1 FROM _doomed _d WHERE _d._model = ${tag(target)} AND ${keyIn(sql`_d`, target)} = ${columnOf("_u", field.name)})`;
    const columns = [...new Set(relations.map(({ field }) => field))].map((field) => {
      const column = columnOf("_u", field.name);
      const cases = relations.filter((relation) => relation.field === field).map(pointsIn);
      return sql`${identifier(field.name)} = CASE WHEN ${joinSql(cases, " OR ")} THEN NULL ELSE ${column} END`;
    });
    // Rows that go are not emptied first.
    const staysBehind = models.includes(owner)
      ? sql` AND NOT EXISTS (SELECT 1 FROM _doomed _e WHERE _e._model = ${tag(owner)} AND ${keyIn(sql`_e`, owner)} = _u.id)`
      : emptySql;
    const touched = relations.map(
      ({ target, field }) =>
        sql`SELECT _c.id FROM _doomed _d JOIN ${tableOf(scope, owner)} _c ON ${columnOf("_c", field.name)} = ${keyIn(sql`_d`, target)} WHERE _d._model = ${tag(target)}`,
    );
    parts.push(
      sql`${identifier(`_emptied_${parts.length}`)} AS (UPDATE ${tableOf(scope, owner)} AS _u SET ${joinSql(columns, ", ")}, ${identifier("_version")} = ${columnOf("_u", "_version")} + 1 WHERE ${isFree} AND _u.id IN (${joinSql(touched, " UNION ")})${staysBehind})`,
    );
  }
  const gone: Sql[] = [];
  for (const owner of models) {
    const name = identifier(`_deleted_${gone.length}`);
    gone.push(sql`SELECT count(*) AS _n FROM ${name}`);
    parts.push(
      sql`${name} AS (DELETE FROM ${tableOf(scope, owner)} AS _g USING _doomed _d WHERE ${isFree} AND _d._model = ${tag(owner)} AND ${columnOf("_g", "id")} = ${keyIn(sql`_d`, owner)} RETURNING _g.id)`,
    );
  }
  return statementOf(
    sql`WITH RECURSIVE ${joinSql([guardCte(scope), old, judged, doomed, blocked, ...parts], ", ")} SELECT ${fromGuardCte}, _judged._visible, _judged._allowed, _judged._current, (SELECT _field FROM _blocked), (SELECT sum(_n) FROM (${joinSql(gone, " UNION ALL ")}) _c), _judged._before FROM _guard LEFT JOIN _judged ON true`,
  );
}

/**
 * The keys of rows that go, whatever models they are of: a column for numbers, `_id`, one for UUIDs, `_uid`, or both with
 * a null in one. So a key is always compared with its own type, and by its index.
 */
function doomedKeys(models: readonly ModelRecord[]) {
  const names = { identity: sql`_id`, uuid: sql`_uid` } as const;
  const nameOf = (model: ModelRecord): Sql => names[keyOf(model).name];
  const kinds = [...new Set(models.map((model) => keyOf(model).name))];
  return {
    keyColumns: (alias: Sql): Sql =>
      joinSql(
        kinds.map((kind) => sql`${alias}.${names[kind]}`),
        ", ",
      ),
    /** `key`, of a row of the model, as those columns. */
    keysOf: (model: ModelRecord, key: Sql): Sql => {
      const own = keyOf(model).name;
      const columns = kinds.map(
        (kind) => sql`${kind === own ? key : value(null, keyTypes[kind].cast)} AS ${names[kind]}`,
      );
      return joinSql(columns, ", ");
    },
    keyIn: (alias: Sql, model: ModelRecord): Sql => sql`${alias}.${nameOf(model)}`,
  };
}

/** The relations that can stand in the way of a delete, by id: to say which one did. */
export const protectingRelation = (scope: Pick<QueryScope, "reader">, id: string): Inbound | undefined => {
  const field = scope.reader.field(id as FieldRecord["id"]);
  const owner = field && scope.reader.model(field.modelId);
  const target = field && relationTarget(scope.reader, field);
  return field && owner && target ? { field, owner, target, onDelete: "protect" } : undefined;
};
