import type { ModelId } from "../definition/ids.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf, keyTypes } from "../field-types/keys.ts";
import type { Aliases } from "../sql/aliases.ts";
import { emptySql, identifier, joinSql, literal, type Sql, slot, sql, value } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import { isOtherWay, mutualEnds } from "./mutual-links.ts";
import {
  accessConditions,
  allOf,
  columnOf,
  type QueryScope,
  relationTarget,
  ridersOf,
  rowOf,
  tableOf,
} from "./query-scope.ts";
import { ridersWrite } from "./riders.ts";
import { rowTitle } from "./title.ts";

interface Inbound {
  readonly field: FieldRecord;
  readonly owner: ModelRecord;
  readonly target: ModelRecord;
  readonly onDelete: "protect" | "cascade" | "set_null";
}

/** The models whose rows can be deleted with a row of the model, and every relation that points to one of them. */
function deleteGraph(
  scope: Pick<QueryScope, "whole">,
  root: ModelRecord,
): { readonly models: readonly ModelRecord[]; readonly inbound: readonly Inbound[] } {
  const models = new Map<ModelId, ModelRecord>([[root.id, root]]);
  const inbound: Inbound[] = [];
  for (const target of models.values()) {
    for (const field of scope.whole.relationsTo(target.id)) {
      const owner = scope.whole.model(field.modelId);
      if (!owner) continue;
      const onDelete = field.type.onDelete as Inbound["onDelete"];
      inbound.push({ field, owner, target, onDelete });
      if (onDelete === "cascade") models.set(owner.id, owner);
    }
  }
  return { models: [...models.values()], inbound };
}

/** A delete's part of a statement, whose WITH must be RECURSIVE. */
export interface DeleteCascade {
  readonly ctes: readonly Sql[];
  /** The id of a relation field whose rows prevent the delete; null when there is none. */
  readonly protectedBy: Sql;
  /** The number of deleted rows, including cascades. */
  readonly deleted: Sql;
  /** The number of rows that riders wrote for the deleted and emptied rows (riders.ts). */
  readonly counts: Sql;
}

interface Cascading {
  readonly scope: QueryScope;
  readonly models: readonly ModelRecord[];
  readonly inbound: readonly Inbound[];
  readonly keys: ReturnType<typeof doomedKeys>;
  readonly aliases: Aliases;
}

/**
 * Deletes rows and applies the delete rule of each relation that points to them (as Django's collector). `roots` are
 * the keys of rows that may be deleted. `_doomed` is the set of rows to delete, found by following cascades to their
 * end, including circles. A relation that protects prevents the whole delete if a row *outside* that set points into
 * it. Postgres checks foreign keys at the end of the statement, when everything is done.
 */
export function deleteCascade(
  scope: QueryScope,
  input: {
    readonly model: ModelRecord;
    readonly roots: RootRows;
    readonly aliases: Aliases;
    /** Nothing goes if more rows would than the slot `most` says; `protectedBy` is then `TOO_MANY`. */
    readonly isBounded?: boolean;
  },
): DeleteCascade {
  const { model, roots, aliases, isBounded = false } = input;
  const { models, inbound } = deleteGraph(scope, model);
  const cascading: Cascading = { scope, models, inbound, keys: doomedKeys(models), aliases };
  const emptied = emptiedRows(cascading);
  const deleted = deletedRows(cascading);
  const written = [...emptied, ...deleted];
  return {
    ctes: [
      doomedRows(cascading, model, roots),
      blockedBy(cascading, isBounded),
      ...written.flatMap((part) => part.ctes),
    ],
    protectedBy: sql`(SELECT _field FROM _blocked)`,
    deleted: sql`(SELECT sum(_n) FROM (${joinSql(
      deleted.map(({ name }) => sql`SELECT count(*) AS _n FROM ${name}`),
      " UNION ALL ",
    )}) _c)`,
    counts: joinSql(
      written.map((part) => part.counts),
      "",
    ),
  };
}

/** `SELECT <key> FROM <from>`. */
interface RootRows {
  readonly key: Sql;
  readonly from: Sql;
}

const tag = (model: ModelRecord): Sql => literal(model.id);

/** Nothing is written where a relation protects. */
const IS_FREE = sql`NOT EXISTS (SELECT 1 FROM _blocked)`;

function doomedRows({ scope, models, inbound, keys }: Cascading, model: ModelRecord, roots: RootRows): Sql {
  const { keyColumns, keysOf, keyIn } = keys;
  const root = sql`SELECT ${tag(model)}::text AS _model, ${keysOf(model, roots.key)} FROM ${roots.from}`;
  const steps = inbound
    .filter((relation) => relation.onDelete === "cascade")
    .map(
      ({ owner, target, field }) =>
        sql`SELECT ${tag(owner)}::text AS _model, ${keysOf(owner, sql`_c.id`)} FROM ${tableOf(scope, owner)} _c WHERE _d._model = ${tag(target)} AND ${columnOf("_c", field.name)} = ${keyIn(sql`_d`, target)}`,
    );
  // Of a link that holds both ways the other row goes too.
  for (const link of models) {
    const ends = mutualEnds(scope.whole, link);
    if (!ends) continue;
    const other = sql`${tableOf(scope, link)} _c JOIN ${tableOf(scope, link)} _o ON ${isOtherWay(ends, ["_c", "_o"])}`;
    steps.push(
      sql`SELECT ${tag(link)}::text AS _model, ${keysOf(link, sql`_c.id`)} FROM ${other} WHERE _d._model = ${tag(link)} AND _o.id = ${keyIn(sql`_d`, link)}`,
    );
  }
  return steps.length === 0
    ? sql`_doomed AS (${root})`
    : sql`_doomed AS (${root} UNION SELECT _n._model, ${keyColumns(sql`_n`)} FROM _doomed _d CROSS JOIN LATERAL (${joinSql(steps, " UNION ALL ")}) _n)`;
}

/** Whether a row is one of those that are deleted. */
const isDoomed = ({ keys }: Cascading, owner: ModelRecord, id: Sql): Sql =>
  sql`EXISTS (SELECT 1 FROM _doomed _e WHERE _e._model = ${tag(owner)} AND ${keys.keyIn(sql`_e`, owner)} = ${id})`;

/** Instead of a relation that stands in the way. */
export const TOO_MANY = "";

function blockedBy(cascading: Cascading, isBounded: boolean): Sql {
  const { scope, models, inbound, keys } = cascading;
  const guards = inbound
    .filter((relation) => relation.onDelete === "protect")
    .map(({ owner, target, field }) => {
      const isDoomedToo = models.some((other) => other.id === owner.id)
        ? sql` AND NOT ${isDoomed(cascading, owner, sql`_p.id`)}`
        : emptySql;
      return sql`SELECT ${literal(field.id)} AS _field FROM _doomed _d JOIN ${tableOf(scope, owner)} _p ON ${columnOf("_p", field.name)} = ${keys.keyIn(sql`_d`, target)} WHERE _d._model = ${tag(target)}${isDoomedToo}`;
    });
  if (isBounded)
    guards.push(
      sql`SELECT ${literal(TOO_MANY)} AS _field WHERE (SELECT count(*) FROM _doomed) > ${slot("most", "bigint")}`,
    );
  return guards.length === 0
    ? sql`_blocked AS (SELECT NULL::text AS _field WHERE false)`
    : sql`_blocked AS (SELECT _b._field FROM (${joinSql(guards, " UNION ALL ")}) _b LIMIT 1)`;
}

/**
 * What deleting rows would do, read and not done: `reach` has a member for each model of which rows would go, with their
 * number, `emptied` the number of values that would be emptied by the relation's id, `known` what the caller may read of
 * the rows that go (with `named`), and `protectedBy` the relation that stands in the way.
 */
export function deleteReach(
  scope: QueryScope,
  input: {
    readonly model: ModelRecord;
    readonly roots: RootRows;
    readonly aliases: Aliases;
    /** The key of the one row that is deleted: what goes with it is said by title. Absent for several rows. */
    readonly named?: Sql;
  },
): {
  readonly ctes: readonly Sql[];
  readonly reach: Sql;
  readonly emptied: Sql;
  readonly known: Sql;
  readonly protectedBy: Sql;
  /** By the relation's id, the rows that stand in the way and that the caller may read (`BlockingRows`). */
  readonly blocking: Sql;
} {
  const { model, roots, aliases, named } = input;
  const { models, inbound } = deleteGraph(scope, model);
  const cascading: Cascading = { scope, models, inbound, keys: doomedKeys(models), aliases };
  return {
    ctes: [doomedRows(cascading, model, roots), blockedBy(cascading, false)],
    reach: sql`(SELECT COALESCE(json_object_agg(_d._model, _d._n), '{}')::text FROM (SELECT _model, count(*) AS _n FROM _doomed GROUP BY _model) _d)`,
    emptied: emptiedCounts(cascading),
    known: named ? knownRows(cascading, { root: model, key: named }) : NOTHING_KNOWN,
    protectedBy: sql`(SELECT _field FROM _blocked)`,
    blocking: blockingRows(cascading),
  };
}

/** Rows that keep others from being deleted, as far as the caller may read them. */
export interface BlockingRows {
  readonly count: number;
  /** The first of them. */
  readonly rows: readonly { readonly id: number | string; readonly title: string }[];
}

function blockingRows({ scope, models, inbound, keys, ...cascading }: Cascading): Sql {
  const parts = inbound.flatMap(({ owner, target, field, onDelete }) => {
    const access = scope.access(owner.id, "read");
    if (onDelete !== "protect" || access.kind === "closed") return [];
    const staysBehind = models.includes(owner)
      ? [sql`NOT ${isDoomed({ scope, models, inbound, keys, ...cascading }, owner, sql`_k.id`)}`]
      : [];
    const conditions = [sql`_d._model = ${tag(target)}`, ...staysBehind, ...accessConditions(access, rowOf("_k"))];
    const from = sql`FROM _doomed _d JOIN ${tableOf(scope, owner)} _k ON ${columnOf("_k", field.name)} = ${keys.keyIn(sql`_d`, target)} WHERE ${allOf(conditions)}`;
    const first = sql`SELECT _k.id AS id, ${rowTitle(scope, owner, "_k")} AS title ${from} ORDER BY _k.id LIMIT ${digits(MAX_NAMED)}`;
    return [
      sql`SELECT ${literal(field.id)}::text AS _field, (SELECT count(*) ${from}) AS _n, (SELECT json_agg(row_to_json(_t)) FROM (${first}) _t) AS _rows`,
    ];
  });
  if (parts.length === 0) return NOTHING_KNOWN;
  return sql`(SELECT COALESCE(json_object_agg(_m._field, json_build_object('count', _m._n, 'rows', _m._rows)), '{}')::text FROM (${joinSql(parts, " UNION ALL ")}) _m WHERE _m._n > 0)`;
}

/** By the relation's id, how many rows that stay point to a row that goes. */
function emptiedCounts(cascading: Cascading): Sql {
  const { scope, models, inbound, keys } = cascading;
  const counts = inbound
    .filter((relation) => relation.onDelete === "set_null")
    .map(({ owner, target, field }) => {
      const staysBehind = models.includes(owner) ? sql` AND NOT ${isDoomed(cascading, owner, sql`_c.id`)}` : emptySql;
      return sql`SELECT ${literal(field.id)} AS _field, count(*) AS _n FROM _doomed _d JOIN ${tableOf(scope, owner)} _c ON ${columnOf("_c", field.name)} = ${keys.keyIn(sql`_d`, target)} WHERE ${allOf([sql`_d._model = ${tag(target)}`, ...accessConditions(scope.access(owner.id, "read"), rowOf("_c"))])}${staysBehind}`;
    });
  return counts.length === 0
    ? sql`'{}'`
    : sql`(SELECT COALESCE(json_object_agg(_s._field, _s._n), '{}')::text FROM (${joinSql(counts, " UNION ALL ")}) _s WHERE _s._n > 0)`;
}

const NOTHING_KNOWN = sql`'{}'::text`;

/** So many rows of a model are named. */
export const MAX_NAMED = 10;

/** The rows that the caller may read among those that go, without the one that is deleted. */
function knownRows(cascading: Cascading, { root, key }: { readonly root: ModelRecord; readonly key: Sql }): Sql {
  const { scope, models, keys } = cascading;
  const secret = behindHiddenRelations(cascading);
  const parts = models.flatMap((model) => {
    const access = scope.access(model.id, "read");
    if (access.kind === "closed" || secret.has(model.id)) return [];
    const isOther = model.id === root.id ? [sql`${columnOf("_k", "id")} <> ${key}`] : [];
    const conditions = [sql`_d._model = ${tag(model)}`, ...isOther, ...accessConditions(access, rowOf("_k"))];
    const from = sql`FROM _doomed _d JOIN ${tableOf(scope, model)} _k ON ${columnOf("_k", "id")} = ${keys.keyIn(sql`_d`, model)} WHERE ${allOf(conditions)}`;
    const titles = sql`SELECT ${rowTitle(scope, model, "_k")} AS _title ${from}`;
    const titled = sql`SELECT _y._title FROM (${titles}) _y ORDER BY _y._title COLLATE "und-x-icu" LIMIT ${digits(MAX_NAMED)}`;
    return [
      sql`SELECT ${tag(model)}::text AS _model, json_build_object('count', (SELECT count(*) ${from}), 'titles', COALESCE((SELECT json_agg(_t._title) FROM (${titled}) _t), '[]')) AS _rows`,
    ];
  });
  if (parts.length === 0) return NOTHING_KNOWN;
  return sql`(SELECT json_object_agg(_m._model, _m._rows)::text FROM (${joinSql(parts, " UNION ALL ")}) _m)`;
}

/** Models whose rows may go because of a relation that the caller may not read: naming them would say what it holds. */
function behindHiddenRelations({ scope, inbound }: Cascading): ReadonlySet<ModelId> {
  const secret = new Set<ModelId>();
  const steps = inbound.filter(({ onDelete }) => onDelete === "cascade");
  for (let size = -1; size !== secret.size; ) {
    size = secret.size;
    for (const { owner, target, field } of steps)
      if (secret.has(target.id) || !scope.reader.field(field.id)) secret.add(owner.id);
  }
  return secret;
}

interface WrittenRows {
  readonly name: Sql;
  readonly ctes: readonly Sql[];
  readonly counts: Sql;
}

/**
 * One UPDATE per table, even if several of its relations are emptied: Postgres would apply only one of two updates to a
 * row.
 */
function emptiedRows(cascading: Cascading): readonly WrittenRows[] {
  const { scope, models, inbound, keys, aliases } = cascading;
  const byOwner = new Map<ModelId, Inbound[]>();
  for (const relation of inbound.filter((other) => other.onDelete === "set_null")) {
    byOwner.set(relation.owner.id, [...(byOwner.get(relation.owner.id) ?? []), relation]);
  }
  return [...byOwner.values()].map((relations, position) => {
    const { owner } = relations[0] as Inbound;
    const table = tableOf(scope, owner);
    const name = identifier(`_emptied_${position}`);
    const pointsIn = ({ target, field }: Inbound): Sql =>
      sql`EXISTS (SELECT 1 FROM _doomed _d WHERE _d._model = ${tag(target)} AND ${keys.keyIn(sql`_d`, target)} = ${columnOf("_u", field.name)})`;
    const columns = [...new Set(relations.map(({ field }) => field))].map((field) => {
      const cases = relations.filter((relation) => relation.field === field).map(pointsIn);
      return sql`${identifier(field.name)} = CASE WHEN ${joinSql(cases, " OR ")} THEN NULL ELSE ${columnOf("_u", field.name)} END`;
    });
    // Rows that are deleted are not emptied first.
    const staysBehind = models.includes(owner) ? sql` AND NOT ${isDoomed(cascading, owner, sql`_u.id`)}` : emptySql;
    const touched = relations.map(
      ({ target, field }) =>
        sql`SELECT _c.id FROM _doomed _d JOIN ${tableOf(scope, owner)} _c ON ${columnOf("_c", field.name)} = ${keys.keyIn(sql`_d`, target)} WHERE _d._model = ${tag(target)}`,
    );
    const rows = sql`${IS_FREE} AND _u.id IN (${joinSql(touched, " UNION ")})${staysBehind}`;
    const update = (which: Sql) =>
      sql`UPDATE ${table} AS _u SET ${joinSql(columns, ", ")}, ${identifier("_version")} = ${columnOf("_u", "_version")} + 1 WHERE ${which}`;
    const updated = ridersOf(scope, owner, "update");
    const unlinked = ridersOf(scope, owner, "unlink");
    if (updated.length + unlinked.length === 0)
      return { name, ctes: [sql`${name} AS (${update(rows)})`], counts: emptySql };
    const before = identifier(`_emptying_${position}`);
    const held = sql`${before} AS MATERIALIZED (SELECT _u.* FROM ${table} _u WHERE ${rows} ORDER BY _u.id FOR UPDATE)`;
    // Reads the locked rows. Otherwise Postgres could change a row first, and FOR UPDATE skips rows that its own
    // statement changed.
    const emptied = sql`${name} AS (${update(sql`_u.id IN (SELECT _b.id FROM ${before} _b)`)} RETURNING _u.*)`;
    const ridden = { model: owner, before, after: name, aliases };
    const writes = [
      ridersWrite(updated, { ...ridden, write: "update" }),
      ridersWrite(unlinked, { ...ridden, write: "unlink" }),
    ];
    return {
      name,
      ctes: [held, emptied, ...writes.flatMap((write) => write.ctes)],
      counts: joinSql(
        writes.map((write) => write.counts),
        "",
      ),
    };
  });
}

function deletedRows({ scope, models, keys, aliases }: Cascading): readonly WrittenRows[] {
  return models.map((owner, position) => {
    const name = identifier(`_deleted_${position}`);
    const riders = ridersOf(scope, owner, "delete");
    const returned = riders.length === 0 ? sql`_g.id` : sql`_g.*`;
    const cte = sql`${name} AS (DELETE FROM ${tableOf(scope, owner)} AS _g USING _doomed _d WHERE ${IS_FREE} AND _d._model = ${tag(owner)} AND ${columnOf("_g", "id")} = ${keys.keyIn(sql`_d`, owner)} RETURNING ${returned})`;
    const write = ridersWrite(riders, { model: owner, write: "delete", before: name, after: undefined, aliases });
    return { name, ctes: [cte, ...write.ctes], counts: write.counts };
  });
}

/**
 * The keys of deleted rows of all models: a column for numbers, `_id`, one for UUIDs, `_uid`, or both with a null in
 * one. So a key is always compared with its own type, and by its index.
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

/** The relations that can prevent a delete, by id, so that the answer can name one. */
export const protectingRelation = (scope: Pick<QueryScope, "reader">, id: string): Inbound | undefined => {
  const field = scope.reader.field(id as FieldRecord["id"]);
  const owner = field && scope.reader.model(field.modelId);
  const target = field && relationTarget(scope.reader, field);
  return field && owner && target ? { field, owner, target, onDelete: "protect" } : undefined;
};
