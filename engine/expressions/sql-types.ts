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

/** What a value of this type is in Postgres. A record is its key. Throws for what has no form there. */
export function castOf(type: ValueType): SqlCast {
  if (type.kind === "record") return casts[type.key];
  // A null that nothing gives a type: any will do.
  if (type.kind === "null") return "text";
  if (type.kind === "list") {
    const item = castOf(type.item);
    if (item === "jsonb" || item.endsWith("[]")) throw new Error(`There is no SQL for a list of ${type.item.kind}.`);
    return `${item}[]` as SqlCast;
  }
  if (type.kind === "object") throw new Error("An object has no form in SQL; only its members do.");
  return casts[type.kind];
}
