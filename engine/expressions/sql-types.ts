import type { SqlCast } from "../sql/sql.ts";
import type { ScalarKind, ValueType } from "../value-types/value-type.ts";

const casts: Readonly<Record<ScalarKind, SqlCast>> = {
  bool: "boolean",
  int: "bigint",
  decimal: "numeric",
  double: "double precision",
  text: "text",
  date: "date",
  time: "time",
  timestamp: "timestamptz",
  duration: "interval",
  uuid: "uuid",
  json: "jsonb",
};

/** The Postgres type of a value of this type. A record is its key. Throws for types that have none. */
export function castOf(type: ValueType): SqlCast {
  if (type.kind === "record") return casts[type.key];
  // A null without a type from its context: any type is possible.
  if (type.kind === "null") return "text";
  if (type.kind === "list") {
    const item = castOf(type.item);
    if (item === "jsonb" || item.endsWith("[]")) throw new Error(`There is no SQL for a list of ${type.item.kind}.`);
    return `${item}[]` as SqlCast;
  }
  if (type.kind === "object") throw new Error("An object has no form in SQL; only its members do.");
  return casts[type.kind];
}
