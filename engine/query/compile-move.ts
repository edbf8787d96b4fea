import type { LinkedCollection } from "../definition/collections.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { isFilledByChanges, storedFields } from "../field-types/registry.ts";
import { unmovedKeySql } from "../schema/place-key.ts";
import { identifier, joinSql, type Sql, slot, sql } from "../sql/sql.ts";
import { hasOwnReadRule } from "./collection-sql.ts";
import { columnsAfterGuard, fromGuardCte, guardCte, guardedRead, type Statement, statementOf } from "./guard.ts";
import { comesBefore, isInOneList, placeKey } from "./place.ts";
import {
  accessConditions,
  accessVerdict,
  allOf,
  columnOf,
  type QueryScope,
  rowOf,
  tableOf,
  where,
} from "./query-scope.ts";
import { newValue } from "./write-values.ts";

/**
 * A row is moved in an order by hand in two steps: the keys between which it is to be are read, and a key between them is
 * written to it. No other row is written, except where there is no room (`compileSpread`).
 */
export interface MovePlan {
  readonly model: ModelRecord;
  readonly field: FieldRecord;
  /** Rows are named by what they link, and not by their own keys: slots `owner`, `id` and `anchor`. */
  readonly through?: LinkedCollection;
}

export interface NeighboursPlan extends MovePlan {
  readonly side: "after" | "before";
  /** Whether slot `anchor` names the row next to which it is to be; else it is first or last. */
  readonly isAnchored: boolean;
}

/**
 * `row` and `anchor` are the keys of the rows, null of one that is not there for the caller, or in another list. `at` is the
 * place of the anchor and `other` that of the row on its other side, or of the first or last one.
 */
export const neighbourColumns = columnsAfterGuard("row", "anchor", "at", "other");

const [ROW, ANCHOR, NEXT] = ["_m", "_a", "_n"] as const;

export function compileNeighbours(scope: QueryScope, plan: NeighboursPlan): Statement {
  const { field, side, isAnchored } = plan;
  const isAfter = side === "after";
  const next = [
    isInOneList(scope, field, [NEXT, ROW]),
    sql`${columnOf(NEXT, "id")} <> ${columnOf(ROW, "id")}`,
    ...(isAnchored ? [comesBefore(scope, field, isAfter ? [ANCHOR, NEXT] : [NEXT, ANCHOR])] : []),
  ];
  const key = placeKey(scope, NEXT, field);
  // Next to an anchor the nearest one; without one the first is asked for "after nothing", and the last for "before nothing".
  const order = isAfter ? sql`${key}, ${columnOf(NEXT, "id")}` : sql`${key} DESC, ${columnOf(NEXT, "id")} DESC`;
  const other = sql`(SELECT ${key} FROM ${tableOf(scope, plan.model)} ${identifier(NEXT)}${where(next)} ORDER BY ${order} LIMIT 1)`;
  const row = sql`LEFT JOIN ${seenRow(scope, plan, [ROW, "id"])} ON true`;
  const anchor = isAnchored
    ? sql` LEFT JOIN ${seenRow(scope, plan, [ANCHOR, "anchor"])} ON ${isInOneList(scope, field, [ANCHOR, ROW])}`
    : sql``;
  const ofAnchor = isAnchored
    ? [sql`${columnOf(ANCHOR, "id")}::text`, placeKey(scope, ANCHOR, field)]
    : [sql`NULL`, sql`NULL`];
  return statementOf(
    guardedRead(scope, {
      columns: [
        sql`${columnOf(ROW, "id")}::text`,
        ...ofAnchor,
        sql`CASE WHEN ${columnOf(ROW, "id")} IS NOT NULL THEN ${other} END`,
      ],
      body: sql`${row}${anchor}`,
    }),
  );
}

/** The row that a slot names, if the caller may read it. */
function seenRow(scope: QueryScope, { model, through }: MovePlan, [alias, name]: readonly [string, string]): Sql {
  const conditions: Sql[] = [];
  if (through) {
    const { via, link, target, owner } = through;
    const end = `${alias}_end`;
    const isReadable = [
      sql`${columnOf(end, "id")} = ${columnOf(alias, link.far.name)}`,
      ...accessConditions(scope.access(target.id, "read"), rowOf(end)),
    ];
    conditions.push(
      sql`${columnOf(alias, via.name)} = ${slot("owner", keyOf(owner).cast)}`,
      sql`${columnOf(alias, link.far.name)} = ${slot(name, keyOf(target).cast)}`,
      sql`EXISTS (SELECT 1 FROM ${tableOf(scope, target)} ${identifier(end)}${where(isReadable)})`,
    );
  } else conditions.push(sql`${columnOf(alias, "id")} = ${slot(name, keyOf(model).cast)}`);
  if (!through || hasOwnReadRule(scope.reader, model)) {
    conditions.push(...accessConditions(scope.access(model.id, "read"), rowOf(alias)));
  }
  return sql`(SELECT ${identifier(alias)}.* FROM ${tableOf(scope, model)} ${identifier(alias)}${where(conditions)}) ${identifier(alias)}`;
}

/** `written`: how many rows were, 0 where the caller may not. */
export const placedColumns = columnsAfterGuard("written");

/**
 * Gives the row of slot `row` the key of slot `place`. The row itself has been judged by the statement that raised its version;
 * a link may be moved by callers who may make it, since they could remove it and make it again.
 */
export function compilePlace(scope: QueryScope, { model, field, through }: MovePlan): Statement {
  const place = sql`${identifier(field.name)} = ${slot("place", "text")}`;
  const touched = storedFields(scope.whole, model.id).filter(isFilledByChanges);
  const changes = through
    ? [
        place,
        sql`"_version" = ${columnOf("_r", "_version")} + 1`,
        ...touched.map((field) => sql`${identifier(field.name)} = ${newValue(scope, field)}`),
      ]
    : [place];
  const conditions = [
    sql`_guard._holds`,
    sql`${columnOf("_r", "id")} = ${slot("row", keyOf(model).cast)}`,
    ...(through ? [accessVerdict(scope.access(model.id, "create"), rowOf("_r"))] : []),
  ];
  const placed = sql`_placed AS (UPDATE ${tableOf(scope, model)} AS _r SET ${joinSql(changes, ", ")} FROM _guard WHERE ${allOf(conditions)} RETURNING 1)`;
  return counting(scope, placed);
}

/**
 * Gives the rows of the list of slot `row` keys with room between them, where two are equal or one has become long. They are
 * the keys that these rows have when none is moved, dealt out anew, so that later rows still come after them.
 */
export function compileSpread(scope: QueryScope, { model, field }: MovePlan): Statement {
  const { key } = model;
  const list = sql`${tableOf(scope, model)} _l, (SELECT * FROM ${tableOf(scope, model)} _k WHERE _k.id = ${slot("row", keyOf(model).cast)}) _k WHERE ${isInOneList(scope, field, ["_l", "_k"])}`;
  const ordered = sql`SELECT _l.id, row_number() OVER (ORDER BY ${placeKey(scope, "_l", field)}, _l.id) AS _at FROM ${list}`;
  const free = unmovedKeySql({ id: sql`_l.id`, key });
  const keys = sql`SELECT ${free} AS _key, row_number() OVER (ORDER BY ${free}) AS _at FROM ${list}`;
  const column = columnOf("_r", field.name);
  const placed = sql`_placed AS (UPDATE ${tableOf(scope, model)} AS _r SET ${identifier(field.name)} = _f._key FROM (${ordered}) _o JOIN (${keys}) _f USING (_at), _guard WHERE _guard._holds AND _r.id = _o.id AND ${column} IS DISTINCT FROM _f._key RETURNING 1)`;
  return counting(scope, placed);
}

const counting = (scope: QueryScope, placed: Sql): Statement =>
  statementOf(
    sql`WITH ${joinSql([guardCte(scope), placed], ", ")} SELECT ${fromGuardCte}, (SELECT count(*) FROM _placed) FROM _guard`,
  );
