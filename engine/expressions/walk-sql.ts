import { assertNever } from "../assert-never.ts";
import type { Collection } from "../definition/collections.ts";
import { identifier, type Sql, sql } from "../sql/sql.ts";
import type { SqlOperand } from "./operation.ts";
import type { SqlContext } from "./sql-context.ts";
import {
  boundedDecimalSql,
  boundedIntSql,
  durationSql,
  isCalculableSql,
  microsSql,
  roundedDecimalSql,
} from "./sql-guards.ts";
import type { TypedExpression } from "./typed-expression.ts";

export type WalkNode = Extract<TypedExpression, { kind: "walk" }>;

export interface WalkInput {
  readonly context: SqlContext;
  /** The key of the row whose collection it is. */
  readonly owner: Sql;
  /**
   * Unknown may be false here: the result stands in a condition where both exclude a row. Elsewhere the result is
   * unknown where a condition is unknown and no row decides: `not reviews.exists(…)` must not hold because of a row
   * without a rating.
   */
  readonly mayDeny: boolean;
  compile(node: TypedExpression, context: SqlContext, mayDeny: boolean): SqlOperand;
}

/** A question about a collection as a sub-select over its rows, under an alias by depth: `_x1`, `_x2`. */
export function walkSql(node: WalkNode, { context, owner, mayDeny, compile }: WalkInput): Sql {
  const depth = (context.rows?.size ?? 0) + 1;
  const alias = `_x${depth}`;
  const rows = new Map(context.rows);
  rows.set(node.variable ?? alias, alias);
  const inside: SqlContext = { ...context, rows };
  const from = sql`FROM ${rowsOf(node.collection, alias, context)} = ${owner}`;
  const some = (condition: Sql): Sql => sql`EXISTS (SELECT 1 ${from} AND ${condition})`;
  const condition = (): Sql => (node.condition ? sql`(${compile(node.condition, inside, mayDeny).sql})` : sql`true`);
  const result = (): Sql => {
    switch (node.walk) {
      case "count":
        return sql`(SELECT count(*) ${from})`;
      case "exists":
        if (mayDeny) return some(condition());
        return sql`CASE WHEN ${some(condition())} THEN true WHEN ${some(sql`${condition()} IS NULL`)} THEN NULL ELSE false END`;
      case "all":
        if (mayDeny) return sql`NOT ${some(sql`${condition()} IS NOT TRUE`)}`;
        return sql`CASE WHEN ${some(sql`NOT ${condition()}`)} THEN false WHEN ${some(sql`${condition()} IS NULL`)} THEN NULL ELSE true END`;
      case "sum":
      case "min":
      case "max":
      case "avg":
        return totalSql(node, from, (value) => compile(value, inside, false).sql);
      default:
        return assertNever(node.walk);
    }
  };
  // A row that is not there has no collection, and one that is not yet written has no key.
  return isRowItself(node, context) ? result() : sql`CASE WHEN ${owner} IS NOT NULL THEN ${result()} END`;
}

/** A total of no rows is absent, except that their sum is zero. Rows without a value do not count. */
function totalSql(node: WalkNode, from: Sql, compile: (value: TypedExpression) => Sql): Sql {
  const { kind } = node.type;
  const value = node.value ? sql`(${compile(node.value)})` : sql`NULL`;
  const total = (aggregate: Sql): Sql => sql`(SELECT ${aggregate} ${from})`;
  switch (node.walk) {
    case "min":
    case "max": {
      const text = kind === "text" ? sql` COLLATE "C"` : sql``;
      return total(node.walk === "min" ? sql`min(${value}${text})` : sql`max(${value}${text})`);
    }
    case "avg":
      if (kind === "duration") return total(durationSql(sql`round(avg(${microsSql(value)}))`));
      return total(
        kind === "double" ? sql`avg(${boundedDouble(value)})` : roundedDecimalSql(sql`avg(${value}::numeric)`),
      );
    default:
      if (kind === "duration") return total(durationSql(sql`COALESCE(sum(${microsSql(value)}), 0)`));
      if (kind === "double") return total(sql`COALESCE(sum(${boundedDouble(value)}), 0)`);
      return kind === "int"
        ? total(sql`${boundedIntSql(sql`COALESCE(sum(${value}::numeric), 0)`)}::bigint`)
        : total(boundedDecimalSql(sql`COALESCE(sum(${value}::numeric), 0)`));
  }
}

/** A value that cannot make a total overflow; others do not count. */
const boundedDouble = (value: Sql): Sql => sql`(CASE WHEN ${isCalculableSql(value)} THEN ${value} END)`;

/** The tables, and the column that holds the owner's key. */
function rowsOf({ target, via, link }: Collection, alias: string, context: SqlContext): Sql {
  const table = sql`${context.table(target.id)} AS ${identifier(alias)}`;
  if (!link) return sql`${table} WHERE ${identifier(alias, via.name)}`;
  const near = `${alias}_link`;
  return sql`${context.table(link.model.id)} AS ${identifier(near)} JOIN ${table} ON ${identifier(alias, "id")} = ${identifier(near, link.far.name)} WHERE ${identifier(near, via.name)}`;
}

const isRowItself = ({ owner }: WalkNode, context: SqlContext): boolean =>
  owner.kind === "path" &&
  owner.steps.length === 0 &&
  (context.rows?.has(owner.variable) === true || context.column("id") !== undefined);
