import type { ModelId } from "../definition/ids.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf, keyTypes } from "../field-types/keys.ts";
import { emptySql, identifier, joinSql, literal, type Sql, slot, sql, value } from "../sql/sql.ts";
import { guardCte, type Statement, statementOf } from "./guard.ts";
import { accessVerdict, columnOf, keySlot, type QueryScope, relationTarget, rowOf, tableOf } from "./query-scope.ts";
import { rowJson } from "./row-json.ts";
import { Aliases, jsonColumns } from "./selection.ts";

export interface DeletePlan {
  readonly model: ModelRecord;
  readonly hasCondition: boolean;
  readonly withBefore: boolean;
}

/**
 * Columns of the answer after the guard's two; as in an update. `protectedBy` is the id of a relation field whose rows
 * stand in the way, null when none does. `deleted` is how many rows went, those that cascaded included.
 */
export const deleteColumns = { visible: 2, allowed: 3, current: 4, protectedBy: 5, deleted: 6, before: 7 } as const;

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
 * collector). `doomed` is the set of rows that go, found by following cascades to their end, circles included. A
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
    ? sql`(SELECT ${rowJson(scope, whole, "object", "o", "j")}::text FROM (SELECT ${jsonColumns(scope, whole, "o", aliases)}) j)`
    : sql`NULL::text`;
  const judged = sql`judged AS (SELECT o.id, ${joinSql(
    [
      sql`${accessVerdict(scope.access(model.id, "read"), rowOf("o"))} AS visible`,
      sql`${accessVerdict(scope.access(model.id, "delete"), rowOf("o"))} AS allowed`,
      plan.hasCondition
        ? sql`${columnOf("o", "_version")} = ANY(${slot("versions", "bigint[]")}) AS current`
        : sql`true AS current`,
      sql`${before} AS before`,
    ],
    ", ",
  )} FROM old o)`;
  const old = sql`old AS (SELECT r.* FROM ${table} r, guard WHERE guard.holds AND ${columnOf("r", "id")} = ${keySlot(model)} FOR UPDATE OF r)`;

  const tag = (owner: ModelRecord): Sql => literal(owner.id);
  const { keyColumns, keysOf, keyIn } = doomedKeys(models);
  const cascades = inbound.filter((relation) => relation.onDelete === "cascade");
  const root = sql`SELECT ${tag(model)}::text AS model, ${keysOf(model, sql`judged.id`)} FROM judged WHERE judged.visible AND judged.allowed AND judged.current`;
  const steps = cascades.map(
    ({ owner, target, field }) =>
      sql`SELECT ${tag(owner)}::text AS model, ${keysOf(owner, sql`c.id`)} FROM ${tableOf(scope, owner)} c WHERE d.model = ${tag(target)} AND ${columnOf("c", field.name)} = ${keyIn(sql`d`, target)}`,
  );
  const doomed =
    steps.length === 0
      ? sql`doomed AS (${root})`
      : sql`doomed AS (${root} UNION SELECT n.model, ${keyColumns(sql`n`)} FROM doomed d CROSS JOIN LATERAL (${joinSql(steps, " UNION ALL ")}) n)`;

  const guards = inbound
    .filter((relation) => relation.onDelete === "protect")
    .map(({ owner, target, field }) => {
      const isDoomedToo = models.some((other) => other.id === owner.id)
        ? sql` AND NOT EXISTS (SELECT 1 FROM doomed e WHERE e.model = ${tag(owner)} AND ${keyIn(sql`e`, owner)} = p.id)`
        : emptySql;
      return sql`SELECT ${literal(field.id)} AS field FROM doomed d JOIN ${tableOf(scope, owner)} p ON ${columnOf("p", field.name)} = ${keyIn(sql`d`, target)} WHERE d.model = ${tag(target)}${isDoomedToo}`;
    });
  const blocked =
    guards.length === 0
      ? sql`blocked AS (SELECT NULL::text AS field WHERE false)`
      : sql`blocked AS (SELECT b.field FROM (${joinSql(guards, " UNION ALL ")}) b LIMIT 1)`;
  const isFree = sql`NOT EXISTS (SELECT 1 FROM blocked)`;

  const parts: Sql[] = [];
  // One UPDATE a table, whatever number of its relations is emptied: Postgres would do only one of two on one row.
  const emptied = new Map<ModelId, Inbound[]>();
  for (const relation of inbound.filter((other) => other.onDelete === "set_null")) {
    emptied.set(relation.owner.id, [...(emptied.get(relation.owner.id) ?? []), relation]);
  }
  for (const relations of emptied.values()) {
    const { owner } = relations[0] as Inbound;
    const pointsIn = ({ target, field }: Inbound): Sql =>
      sql`EXISTS (SELECT 1 FROM doomed d WHERE d.model = ${tag(target)} AND ${keyIn(sql`d`, target)} = ${columnOf("u", field.name)})`;
    const columns = [...new Set(relations.map(({ field }) => field))].map((field) => {
      const column = columnOf("u", field.name);
      const cases = relations.filter((relation) => relation.field === field).map(pointsIn);
      return sql`${identifier(field.name)} = CASE WHEN ${joinSql(cases, " OR ")} THEN NULL ELSE ${column} END`;
    });
    // Rows that go are not emptied first.
    const staysBehind = models.includes(owner)
      ? sql` AND NOT EXISTS (SELECT 1 FROM doomed e WHERE e.model = ${tag(owner)} AND ${keyIn(sql`e`, owner)} = u.id)`
      : emptySql;
    const touched = relations.map(
      ({ target, field }) =>
        sql`SELECT c.id FROM doomed d JOIN ${tableOf(scope, owner)} c ON ${columnOf("c", field.name)} = ${keyIn(sql`d`, target)} WHERE d.model = ${tag(target)}`,
    );
    parts.push(
      sql`${identifier(`emptied_${parts.length}`)} AS (UPDATE ${tableOf(scope, owner)} AS u SET ${joinSql(columns, ", ")}, ${identifier("_version")} = ${columnOf("u", "_version")} + 1 WHERE ${isFree} AND u.id IN (${joinSql(touched, " UNION ")})${staysBehind})`,
    );
  }
  const gone: Sql[] = [];
  for (const owner of models) {
    const name = identifier(`gone_${gone.length}`);
    gone.push(sql`SELECT count(*) AS n FROM ${name}`);
    parts.push(
      sql`${name} AS (DELETE FROM ${tableOf(scope, owner)} AS g USING doomed d WHERE ${isFree} AND d.model = ${tag(owner)} AND ${columnOf("g", "id")} = ${keyIn(sql`d`, owner)} RETURNING g.id)`,
    );
  }
  return statementOf(
    sql`WITH RECURSIVE ${joinSql([guardCte(scope), old, judged, doomed, blocked, ...parts], ", ")} SELECT guard.release_id, guard.access_version, judged.visible, judged.allowed, judged.current, (SELECT field FROM blocked), (SELECT sum(n) FROM (${joinSql(gone, " UNION ALL ")}) c), judged.before FROM guard LEFT JOIN judged ON true`,
  );
}

/**
 * The keys of rows that go, whatever models they are of: a column for numbers, `id`, one for UUIDs, `uid`, or both with
 * a null in one. So a key is always compared with its own type, and by its index.
 */
function doomedKeys(models: readonly ModelRecord[]) {
  const names = { identity: sql`id`, uuid: sql`uid` } as const;
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
      if (kinds.length === 1 && own === "identity") return key;
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
