import { assertNever } from "../../assert-never.ts";
import type { ConstraintId, FieldId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import {
  type ConstraintRecord,
  type ConstraintScope,
  type ConstraintTypeOf,
  constrainedFieldIds,
} from "../../definition/records/constraint.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { type RowCondition, readRowCondition } from "../../expressions/row-condition.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { smallLetters } from "../../expressions/values/letter-case.ts";
import { type RangeType, rangeTypeOf } from "../../field-types/range-fields.ts";
import { fieldTypeOf } from "../../field-types/registry.ts";
import { shortHash } from "../../short-hash.ts";
import { emptySql, identifier, joinSql, literal, printSql, type Sql, sql } from "../../sql/sql.ts";
import { type ConstraintObjectKind, constraintObjectName } from "../physical-names.ts";
import type { ConstraintDesign, ConstraintObject, NameOf } from "./constraint-design.ts";

/**
 * What keeps a constraint in Postgres. Undefined when it is not right (engine/checks says why).
 *
 * - `unique`: a unique index, partial where the constraint has a scope.
 * - `check`: a CHECK. It holds when the condition is not false, so a row for which it is unknown passes.
 * - `noOverlap`: an exclusion by GiST, and a CHECK that the end comes after the beginning: Postgres judges checks first,
 *   so an end before its beginning is answered by the constraint and not by the error that the range would raise.
 */
export function designConstraint(reader: DefinitionReader, constraint: ConstraintRecord): ConstraintDesign | undefined {
  const { type } = constraint;
  if (constrainedFieldIds(constraint).some((id) => reader.field(id)?.modelId !== constraint.modelId)) return undefined;
  switch (type.kind) {
    case "unique":
      return designUnique(reader, constraint, type);
    case "check":
      return designCheck(reader, constraint, type);
    case "noOverlap":
      return designNoOverlap(reader, constraint, type);
    default:
      return assertNever(type);
  }
}

type Design = ConstraintDesign | undefined;

function designUnique(
  reader: DefinitionReader,
  constraint: ConstraintRecord,
  type: ConstraintTypeOf<"unique">,
): Design {
  const scope = readScope(reader, constraint, type.scope);
  if (scope === "wrong") return undefined;
  // A field whose type changed meanwhile has no case; checks refuse to publish that (CONSTRAINT_E004).
  const folded = new Set((type.ignoreCase ?? []).filter((id) => isText(reader.field(id))));
  const emptyEqual = type.emptyEqual === true;
  const values = (nameOf: NameOf): readonly Sql[] =>
    type.fieldIds.map((id) => (folded.has(id) ? foldedSql(identifier(nameOf(id))) : identifier(nameOf(id))));
  const where = whereOf(scope);
  const index = objectOf("unique", constraint.id, (nameOf) => {
    // An expression in an index stands in parentheses.
    const columns = values(nameOf).map((value, at) =>
      folded.has(type.fieldIds[at] as FieldId) ? sql`(${value})` : value,
    );
    return sql`(${joinSql(columns, ", ")})${emptyEqual ? sql` NULLS NOT DISTINCT` : emptySql}${where(nameOf)}`;
  });
  return {
    ...common(constraint, scope),
    objects: [index],
    emptyEqual,
    breaking: { find: "equal", values, emptyEqual, ...(scope ? { scope: scope.toSql } : {}) },
  };
}

function designCheck(reader: DefinitionReader, constraint: ConstraintRecord, type: ConstraintTypeOf<"check">): Design {
  const read = readRowCondition(type.expression, constraint.modelId, modelShapes(reader));
  if (!read.ok) return undefined;
  const { toSql } = read.condition;
  return {
    ...common(constraint, read.condition),
    objects: [objectOf("check", constraint.id, (nameOf) => sql`CHECK (${toSql(nameOf)})`)],
    emptyEqual: false,
    breaking: { find: "false", condition: toSql },
  };
}

function designNoOverlap(
  reader: DefinitionReader,
  constraint: ConstraintRecord,
  type: ConstraintTypeOf<"noOverlap">,
): Design {
  const [first, last] = [reader.field(type.fromFieldId), reader.field(type.toFieldId)];
  const range = first && last && first !== last && rangeTypeOf(first) === rangeTypeOf(last) && rangeTypeOf(first);
  const scope = readScope(reader, constraint, type.scope);
  if (!range || scope === "wrong") return undefined;
  const includesEnd = type.includesEnd === true;
  const same = (nameOf: NameOf): readonly Sql[] => type.sameFieldIds.map((id) => identifier(nameOf(id)));
  const from = (nameOf: NameOf): Sql => identifier(nameOf(type.fromFieldId));
  const to = (nameOf: NameOf): Sql => identifier(nameOf(type.toFieldId));
  const where = whereOf(scope);
  const order = objectOf("check", constraint.id, (nameOf) =>
    includesEnd ? sql`CHECK (${from(nameOf)} <= ${to(nameOf)})` : sql`CHECK (${from(nameOf)} < ${to(nameOf)})`,
  );
  const exclusion = objectOf("exclusion", constraint.id, (nameOf) => {
    const ends = joinSql([from(nameOf), to(nameOf), literal(includesEnd ? "[]" : "[)")], ", ");
    const parts = [...same(nameOf).map((column) => sql`${column} WITH =`), sql`${rangeSql[range]}(${ends}) WITH &&`];
    const scoped = where(nameOf);
    return sql`EXCLUDE USING gist (${joinSql(parts, ", ")})${scoped}`;
  });
  return {
    ...common(constraint, scope),
    objects: [order, exclusion],
    emptyEqual: false,
    breaking: {
      find: "overlapping",
      same,
      from,
      to,
      ends: endsOf[range],
      includesEnd,
      ...(scope ? { scope: scope.toSql } : {}),
    },
  };
}

const rangeSql: Readonly<Record<RangeType, Sql>> = {
  tstzrange: sql`tstzrange`,
  daterange: sql`daterange`,
  int8range: sql`int8range`,
  numrange: sql`numrange`,
};

const endsOf: Readonly<Record<RangeType, readonly [Sql, Sql]>> = {
  tstzrange: [sql`'-infinity'::timestamptz`, sql`'infinity'::timestamptz`],
  daterange: [sql`'-infinity'::date`, sql`'infinity'::date`],
  int8range: [sql`'-infinity'::numeric`, sql`'infinity'::numeric`],
  numrange: [sql`'-infinity'::numeric`, sql`'infinity'::numeric`],
};

const isText = (field: FieldRecord | undefined): boolean =>
  field !== undefined && fieldTypeOf(field.type)?.cast === "text";

type Scope = RowCondition | undefined;

const common = (constraint: ConstraintRecord, condition: Scope) => ({
  constraintId: constraint.id,
  type: constraint.type.kind,
  label: constraint.message,
  fieldIds: [...new Set([...constrainedFieldIds(constraint), ...(condition?.fieldIds ?? [])])],
});

/** The rows that a constraint is about, as one condition; `unless` covers the rows for which its expression is unknown. */
function readScope(
  reader: DefinitionReader,
  { modelId }: ConstraintRecord,
  scope: ConstraintScope | undefined,
): Scope | "wrong" {
  if (!scope) return undefined;
  const read = readRowCondition(scope.expression, modelId, modelShapes(reader));
  if (!read.ok) return "wrong";
  const { fieldIds, toSql } = read.condition;
  return scope.name === "only"
    ? { fieldIds, toSql }
    : { fieldIds, toSql: (nameOf) => sql`(${toSql(nameOf)}) IS NOT TRUE` };
}

const whereOf =
  (scope: Scope) =>
  (nameOf: NameOf): Sql =>
    scope ? sql` WHERE (${scope.toSql(nameOf)})` : emptySql;

function objectOf(kind: ConstraintObjectKind, id: ConstraintId, body: (nameOf: NameOf) => Sql): ConstraintObject {
  const printed = printSql(body((fieldId) => fieldId)).text;
  return { kind, name: constraintObjectName(kind, id, shortHash(printed).slice(-8)), body };
}

const letters = { from: literal(smallLetters.from), to: literal(smallLetters.to) };

/**
 * A text in small letters by our own table, so that the same texts are equal whatever version of Postgres or ICU runs;
 * a short way for ASCII.
 */
export const foldedSql = (column: Sql): Sql =>
  sql`(CASE WHEN octet_length(${column}) = char_length(${column}) THEN lower(${column} COLLATE "C") ELSE translate(${column}, ${letters.from}, ${letters.to}) COLLATE "C" END)`;
