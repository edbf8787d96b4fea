import type { FieldId, ModelId } from "../definition/ids.ts";

/**
 * The types of the expression language (docs/expressions.md). Every value may also be absent (null). Numbers widen
 * int → decimal → double. A choice is text. Values in JavaScript: int → number (safe integers), decimal → string in
 * canonical form, double → number, date, time, timestamp, duration, uuid → their ISO text, json → JSON value,
 * list → array, record → an object with null prototype, or the row's key alone.
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
  /** `currency`: of an amount of money, which is a decimal. */
  | { readonly kind: ScalarKind; readonly currency?: string | undefined }
  /** The literal `null` and what is known to be absent. */
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly item: ValueType }
  /** A row of a model; its members are the model's fields and `id`, whose type is that of its key. */
  | { readonly kind: "record"; readonly modelId: ModelId; readonly key: RecordKey }
  /**
   * `user`, `request`, `page`, `app`: a fixed set of members. `others`: any other name has this type, and may be absent.
   * `fields`: the members that are called like a field and hold its value, so that they are renamed with it.
   */
  | {
      readonly kind: "object";
      readonly members: Readonly<Record<string, ValueType>>;
      readonly fields?: Readonly<Record<string, { readonly fieldId: FieldId; readonly modelId: ModelId }>>;
      readonly others?: ValueType;
    };

/** What the keys of a model are in expressions. */
export type RecordKey = "int" | "uuid";

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

export const nullType: ValueType = { kind: "null" };
export const listOf = (item: ValueType): ValueType => ({ kind: "list", item });
/** A row of a model as `modelShapes` knows it; its key is a number in a model that is not there. */
export const recordOf = (
  modelId: ModelId,
  model: (id: ModelId) => { readonly key: RecordKey } | undefined,
): ValueType & { readonly kind: "record" } => ({ kind: "record", modelId, key: model(modelId)?.key ?? "int" });
export const objectOf = (members: Readonly<Record<string, ValueType>>): ValueType => ({ kind: "object", members });

/** How wide a number is; undefined for what is no number. */
export const numericRank = (type: ValueType): number | undefined =>
  type.kind === "int" ? 0 : type.kind === "decimal" ? 1 : type.kind === "double" ? 2 : undefined;

export const isNumeric = (type: ValueType): boolean => numericRank(type) !== undefined;

/** The currency of an amount of money. */
export const currencyOf = (type: ValueType): string | undefined => (isScalar(type) ? type.currency : undefined);

/** Types whose values have an order: `<` and min, max. */
export const isOrdered = (type: ValueType): boolean => isNumeric(type) || orderedKinds.has(type.kind);
const orderedKinds: ReadonlySet<string> = new Set(["text", "date", "time", "timestamp", "duration"]);

export const isScalar = (type: ValueType): type is Extract<ValueType, { readonly kind: ScalarKind }> =>
  Object.hasOwn(scalars, type.kind);

export function isSameType(a: ValueType, b: ValueType): boolean {
  if (a === b) return true;
  if (a.kind === "list" && b.kind === "list") return isSameType(a.item, b.item);
  if (a.kind === "record" && b.kind === "record") return a.modelId === b.modelId;
  if (a.kind === "object" || b.kind === "object") return false;
  return a.kind === b.kind;
}

const words: Readonly<Record<ValueType["kind"], string>> = {
  bool: "yes or no",
  int: "a whole number",
  decimal: "a decimal",
  double: "a float",
  text: "text",
  date: "a date",
  time: "a time",
  timestamp: "a date and time",
  duration: "a duration",
  uuid: "a UUID",
  json: "JSON",
  null: "null",
  list: "a list",
  record: "a record",
  object: "an object",
};

/** A type as it stands in a sentence: "a decimal", "a list of text". */
export function describeType(type: ValueType, modelLabel?: (id: ModelId) => string | undefined): string {
  if (type.kind === "list") return `a list of ${describeType(type.item, modelLabel).replace(/^an? /, "")}`;
  if (type.kind === "record") {
    const label = modelLabel?.(type.modelId);
    return label ? `a record of ${label}` : words.record;
  }
  return words[type.kind];
}
