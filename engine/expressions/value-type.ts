import type { ModelId } from "../definition/ids.ts";

/**
 * The types of the expression language (docs/expressions.md). Every value may also be absent (null). Numbers widen
 * int → decimal → double. A choice is text. Values in JavaScript: int → number (safe integers), decimal → string in
 * canonical form, double → number, date, time, timestamp, duration, uuid → their ISO text, json → JSON value,
 * list → array, record → an object with null prototype.
 */
export type ScalarKind =
  | "bool"
  | "int"
  | "decimal"
  | "double"
  | "text"
  | "date"
  | "time"
  | "timestamp"
  | "duration"
  | "uuid"
  | "json";

export type ValueType =
  | { readonly kind: ScalarKind }
  /** The literal `null` and what is known to be absent. */
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly item: ValueType }
  /** A row of a model; its members are the model's fields and `id`. */
  | { readonly kind: "record"; readonly modelId: ModelId }
  /** `user`, `request`, `page`, `app`: a fixed set of members. */
  | { readonly kind: "object"; readonly members: Readonly<Record<string, ValueType>> };

export const scalar = (kind: ScalarKind): ValueType => scalars[kind];

const scalars: Readonly<Record<ScalarKind, ValueType>> = {
  bool: { kind: "bool" },
  int: { kind: "int" },
  decimal: { kind: "decimal" },
  double: { kind: "double" },
  text: { kind: "text" },
  date: { kind: "date" },
  time: { kind: "time" },
  timestamp: { kind: "timestamp" },
  duration: { kind: "duration" },
  uuid: { kind: "uuid" },
  json: { kind: "json" },
};
