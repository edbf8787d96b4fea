import type { FieldId } from "../definition/ids.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { Aliases } from "../sql/aliases.ts";
import { emptySql, identifier, joinSql, literal, type Sql, sql } from "../sql/sql.ts";
import { outgrows } from "./answer-size.ts";
import type { WrittenRow } from "./choices-sql.ts";
import { digits } from "./digits.ts";
import {
  accessConditions,
  allOf,
  columnOf,
  comparableColumn,
  type QueryScope,
  type RowSource,
  relationTarget,
  rowOf,
  tableOf,
} from "./query-scope.ts";
import { brokenConditions, type RowRule } from "./row-rules.ts";

/** Why a row of a write of many rows was not written. If there is one such row, no row is written. */
export type RowReason =
  /** There is no such row that this caller may read. */
  | { readonly kind: "absent" }
  /** A rule does not allow it for this row, as it is or as it would be. */
  | { readonly kind: "denied" }
  /** The row has another version than those that were named. */
  | { readonly kind: "changed" }
  /** A relation names a row that does not exist for this caller. */
  | { readonly kind: "target"; readonly fieldId: FieldId }
  /** Another row has the value of a unique field, or an earlier row of the same write does. */
  | { readonly kind: "taken"; readonly fieldId: FieldId }
  /** It breaks a validation or a check. */
  | { readonly kind: "broken"; readonly rule: RowRule }
  /** The row would be larger than an answer (answer-size.ts). */
  | { readonly kind: "large" }
  /** A rider refused the row (riders.ts). */
  | { readonly kind: "held" };

/** No more reasons are listed: so many mistakes usually have one cause. */
export const MAX_REASONS = 100;

/** A condition under which a row is refused, and the reason in SQL. */
export interface Refusal {
  readonly when: Sql;
  readonly word: string;
}

export const refusal = (reason: RowReason, when: Sql): Refusal => ({
  when,
  word:
    "fieldId" in reason
      ? `${reason.kind} ${reason.fieldId}`
      : reason.kind === "broken"
        ? `broken ${reason.rule}`
        : reason.kind,
});

/** The first reason that holds, as text; null when none does. */
export function reasonSql(refusals: readonly Refusal[]): Sql {
  if (refusals.length === 0) return sql`NULL::text`;
  const cases = refusals.map(({ when, word }) => sql`WHEN ${when} THEN ${literal(word)}`);
  return sql`CASE ${joinSql(cases, " ")} END`;
}

/** `[[3, "target fld_…"], …]` from a CTE with a reason, or null: the refused rows, identified and ordered by `at`. */
export const reasonsJson = (judged: Sql, at: Sql): Sql =>
  sql`(SELECT json_agg(json_build_array(_j._at, _j._reason)) FROM (SELECT ${judged}.${at} AS _at, ${judged}._reason FROM ${judged} WHERE ${judged}._reason IS NOT NULL ORDER BY ${judged}.${at} LIMIT ${digits(MAX_REASONS)}) _j)`;

export const noneRefused = (judged: Sql): Sql =>
  sql`NOT EXISTS (SELECT 1 FROM ${judged} _j WHERE _j._reason IS NOT NULL)`;

/** Rows that break a validation or a check; `given` limits it to rows that change anything. */
export const ruleRefusals = (
  scope: QueryScope,
  model: ModelRecord,
  { given, ...written }: WrittenRow & { readonly given?: Sql },
): readonly Refusal[] =>
  brokenConditions(scope, model, written).map(({ rule, when }) =>
    refusal({ kind: "broken", rule }, given ? sql`${given} AND ${when}` : when),
  );

export function largeRefusals(fields: readonly FieldRecord[], row: RowSource): readonly Refusal[] {
  const isLarge = outgrows(fields, row);
  return isLarge ? [refusal({ kind: "large" }, isLarge)] : [];
}

/**
 * Relations whose row does not exist for this caller. `given` limits the check to rows that send a value for the field.
 */
export function targetRefusals(
  scope: QueryScope,
  fields: readonly FieldRecord[],
  place: { readonly row: string; readonly aliases: Aliases; given?(field: FieldRecord): Sql | undefined },
): readonly Refusal[] {
  return fields.flatMap((field) => {
    const target = relationTarget(scope.reader, field);
    if (!target) return [];
    const key = columnOf(place.row, field.name);
    const alias = place.aliases.make();
    const conditions = [
      sql`${columnOf(alias, "id")} = ${key}`,
      ...accessConditions(scope.access(target.id, "read"), rowOf(alias)),
    ];
    const given = place.given?.(field);
    const when = sql`${given ? sql`${given} AND ` : emptySql}${key} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${tableOf(scope, target)} ${identifier(alias)} WHERE ${allOf(conditions)})`;
    return [refusal({ kind: "target", fieldId: field.id }, when)];
  });
}

/**
 * Values of unique fields that another row already has, either a stored row or an earlier one of the same write.
 * `others` is a condition on stored rows, for writes that change stored rows; `order` says which row was first.
 * Concurrent writers are not checked here: the unique index refuses them, without a position.
 */
export function takenRefusals(
  scope: QueryScope,
  model: ModelRecord,
  fields: readonly FieldRecord[],
  place: {
    readonly row: string;
    order(field: FieldRecord): Sql;
    readonly aliases: Aliases;
    others?(alias: string): Sql;
  },
): readonly Refusal[] {
  return fields
    .filter((field) => field.unique)
    .map((field) => {
      const value = comparableColumn(place.row, field);
      const alias = place.aliases.make();
      const conditions = [
        sql`${comparableColumn(alias, field)} = ${value}`,
        ...(place.others ? [place.others(alias)] : []),
      ];
      const isThere = sql`EXISTS (SELECT 1 FROM ${tableOf(scope, model)} ${identifier(alias)} WHERE ${allOf(conditions)})`;
      const isSecond = sql`row_number() OVER (PARTITION BY ${value} ORDER BY ${place.order(field)}) > 1`;
      const when = sql`${columnOf(place.row, field.name)} IS NOT NULL AND (${isThere} OR ${isSecond})`;
      return refusal({ kind: "taken", fieldId: field.id }, when);
    });
}
