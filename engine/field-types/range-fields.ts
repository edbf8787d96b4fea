import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { SqlCast } from "../sql/sql.ts";
import { fieldTypeIn, fieldTypeOf } from "./registry.ts";

/** The range types of Postgres that two fields can make. */
export type RangeType = "tstzrange" | "daterange" | "int8range" | "numrange";

const ranges: Partial<Record<SqlCast, RangeType>> = {
  timestamptz: "tstzrange",
  date: "daterange",
  integer: "int8range",
  bigint: "int8range",
  numeric: "numrange",
};

/** The range that a field can begin or end; undefined for a type without one. */
export function rangeTypeOf(field: FieldRecord): RangeType | undefined {
  if (field.type.name === "relation") return undefined;
  const cast = fieldTypeOf(field.type)?.cast;
  return cast === undefined ? undefined : ranges[cast];
}

const comparedByGist: ReadonlySet<SqlCast> = new Set([
  "bigint",
  "integer",
  "numeric",
  "text",
  "date",
  "timestamptz",
  "time",
  "uuid",
]);

/** Whether an exclusion constraint can compare the field for equality (the extension btree_gist). */
export function canBeSame(reader: DefinitionReader, field: FieldRecord): boolean {
  const type = fieldTypeIn(reader, field);
  return type !== undefined && type.can.index === true && comparedByGist.has(type.cast);
}
