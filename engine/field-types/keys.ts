import type { JsonValue } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { SqlCast } from "../sql/sql.ts";
import type { RecordKey } from "../value-types/value-type.ts";
import { comparable, type Lookup } from "./field-type.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { uuid } from "./uuid.ts";

/**
 * How the rows of a model are identified (docs/mechanics.md, 11): everything the product knows about a kind of key, in
 * one value. `identity` counts 1, 2, 3; `uuid` is a UUIDv7, which does not reveal the number of rows and still sorts by
 * time of creation. A relation's column has the form of the key that it points to.
 */
export interface KeyType {
  readonly name: "identity" | "uuid";
  /** What a builder reads: "Number". */
  readonly label: string;
  readonly sqlType: "bigint" | "uuid";
  readonly cast: SqlCast;
  /** What it is in expressions. */
  readonly record: RecordKey;
  /** The path converter that takes it, `<int:id>`. */
  readonly converter: "int" | "uuid";
  /** Reads a key as JSON or as text. */
  parse(input: JsonValue): ParsedValue;
  readonly jsonSchema: Readonly<Record<string, JsonValue>>;
  /** One that could be, for documentation. */
  readonly example: number | string;
}

/** Which look-ups a key has, of either kind. */
export const keyLookups: readonly Lookup[] = comparable;

const MAX_KEY = Number.MAX_SAFE_INTEGER;

/** Keys are identity columns capped at 2^53 − 1, so they are JSON numbers. */
function parseNumber(input: JsonValue): ParsedValue {
  const number = typeof input === "string" && /^\d{1,16}$/.test(input) ? Number(input) : input;
  if (typeof number !== "number" || !Number.isInteger(number)) return refused("wrong_type", "must be the id of a row");
  return number < 1 || number > MAX_KEY ? refused("invalid", "is not the id of a row") : parsed(number);
}

function parseUuid(input: JsonValue): ParsedValue {
  if (typeof input !== "string") return refused("wrong_type", "must be the id of a row, a UUID");
  const read = uuid.parseText(input, uuid.initial, { choices: [] });
  return read.ok ? read : refused("invalid", "is not the id of a row: those are UUIDs");
}

export const keyTypes: Readonly<Record<KeyType["name"], KeyType>> = {
  identity: {
    name: "identity",
    label: "Number",
    sqlType: "bigint",
    cast: "bigint",
    record: "int",
    converter: "int",
    parse: parseNumber,
    jsonSchema: { type: "integer", minimum: 1 },
    example: 1,
  },
  uuid: {
    name: "uuid",
    label: "UUID",
    sqlType: "uuid",
    cast: "uuid",
    record: "uuid",
    converter: "uuid",
    parse: parseUuid,
    jsonSchema: { type: "string", format: "uuid" },
    example: "019ad2c4-7b1e-7c3a-9d52-4f0e6a8b1c37",
  },
};

/** The key of a model's rows. A missing model of a draft counts as one with numbers. */
export const keyOf = (model: Pick<ModelRecord, "key"> | undefined): KeyType => keyTypes[model?.key ?? "identity"];

/** The key that a relation holds: that of the model it points to. */
export const keyOfTarget = (reader: Pick<DefinitionReader, "model">, field: Pick<FieldRecord, "type">): KeyType =>
  keyOf(reader.model(field.type.targetModelId as ModelRecord["id"]));
