import type { Collection } from "../definition/collections.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { positionWithin } from "../field-types/position-scope.ts";
import { identifier, type Sql, slot, sql } from "../sql/sql.ts";
import { hasOwnReadRule } from "./collection-sql.ts";
import { compileDeleteWhere } from "./compile-change-where.ts";
import { compileUpdateMany, type UpdateManyPlan } from "./compile-write-many.ts";
import { arrayCast } from "./filter.ts";
import { columnsAfterGuard, guardedRead, type Statement, statementOf } from "./guard.ts";
import { orderBySql, totalOrder } from "./order.ts";
import { accessVerdict, columnOf, keySlot, type QueryScope, rowOf, tableOf } from "./query-scope.ts";

/**
 * The links of one row (slot `id`) that a write through it is about, `most` at most. The row is locked by the statement
 * before, so nobody else adds links to it: a new one needs a share of the same lock for its foreign key.
 */
export interface LinksPlan {
  readonly collection: Collection & Required<Pick<Collection, "link">>;
  /** Also links to rows that slot `keys` does not name, if the caller may see them: what a set removes. */
  readonly withOthers: boolean;
}

/** `links`: `[[key of the link, key of the row at its other end, whether that may be read, whether the link may be], …]`. */
export const linksColumns = columnsAfterGuard("links");

export function compileLinks(scope: QueryScope, { collection, withOthers }: LinksPlan): Statement {
  const { link, target, via } = collection;
  const isThere = accessVerdict(scope.access(target.id, "read"), rowOf("_t"));
  const isSeen = hasOwnReadRule(scope.reader, link.model)
    ? accessVerdict(scope.access(link.model.id, "read"), rowOf("_l"))
    : sql`true`;
  const far = columnOf("_l", link.far.name);
  const isNamed = sql`${far} = ANY(${keysSlot(target)})`;
  const isMeant = withOthers ? sql`(${isNamed} OR (${isThere} AND ${isSeen}))` : isNamed;
  const position = positionWithin(scope.whole, via);
  const order = orderBySql(scope, "_l", totalOrder(position ? [{ field: position, descending: false }] : []));
  const links = sql`SELECT ${columnOf("_l", "id")}::text AS _id, ${far}::text AS _far, ${isThere} AS _there, ${isSeen} AS _seen FROM ${tableOf(scope, link.model)} ${identifier("_l")} JOIN ${tableOf(scope, target)} ${identifier("_t")} ON ${columnOf("_t", "id")} = ${far} WHERE ${columnOf("_l", via.name)} = ${keySlot(collection.owner)} AND ${isMeant}${order} LIMIT ${slot("most", "bigint")}`;
  const list = sql`(SELECT COALESCE(json_agg(json_build_array(_k._id, _k._far, _k._there, _k._seen)), '[]'::json) FROM (${links}) _k)`;
  return statementOf(guardedRead(scope, { columns: [list] }));
}

/** Deletes links by their keys (slot `keys`), under the delete rule of their model, all or none. */
export function compileUnlink(scope: QueryScope, link: ModelRecord): Statement {
  const condition = (alias: string) => sql`${columnOf(alias, "id")} = ANY(${keysSlot(link)})`;
  return compileDeleteWhere(withFoundLinks(scope, link), { model: link, condition });
}

/** Changes fields of links by their keys, under the update rule of their model, all or none. */
export const compileUpdateLinks = (scope: QueryScope, plan: UpdateManyPlan): Statement =>
  compileUpdateMany(withFoundLinks(scope, plan.model), plan);

/** A link without a read rule follows its ends, which the statement that found it has read. */
function withFoundLinks(scope: QueryScope, link: ModelRecord): QueryScope {
  if (hasOwnReadRule(scope.reader, link)) return scope;
  const access: QueryScope["access"] = (modelId, action) =>
    modelId === link.id && action === "read" ? { kind: "open" } : scope.access(modelId, action);
  return { ...scope, access };
}

const keysSlot = (model: ModelRecord): Sql => slot("keys", arrayCast(keyOf(model).cast));
