import type { JsonValue } from "../definition/json.ts";
import { type FieldRecord, hasColumn, isPosition } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { isManaged } from "../definition/users.ts";
import { type FieldError, UserError } from "../errors.ts";
import { countsEmptyText } from "../field-types/empty-text.ts";
import type { SqlValue } from "../sql/sql.ts";
import type { FieldWriter } from "./field-writers.ts";
import { type CallerView, unknownName } from "./resource.ts";

/** A body's values as slots of a write, and the fields that it names. */
export interface WriteValues {
  readonly slots: Record<string, SqlValue>;
  readonly given: readonly FieldWriter[];
}

export type WriteKind =
  /** POST: every field gets its value, its default, or nothing. */
  | "create"
  /** PATCH: only the named fields change. */
  | "patch"
  /** PUT: as a create, over an existing row. It may contain keys that only the engine fills, as a client read them. */
  | "replace";

/** Reads an object of field values. Collects every mistake, each with its JSON pointer, before it refuses. */
export function readBody(view: CallerView, model: ModelRecord, body: JsonValue, kind: WriteKind): WriteValues {
  if (!isObject(body)) {
    throw new UserError("invalid_values", "The body must be a JSON object of field values.", {
      errors: [{ pointer: "", code: "wrong_type", message: "The body must be a JSON object." }],
    });
  }
  const { errors, ...values } = readValues(view, model, body, kind);
  if (errors.length > 0) throw invalidValues(errors);
  return values;
}

/** The same, returning the mistakes together with the values that could be read. */
export function readValues(
  view: CallerView,
  model: ModelRecord,
  body: JsonObject,
  kind: WriteKind,
): WriteValues & { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const slots: Record<string, SqlValue> = {};
  const given: FieldWriter[] = [];
  const writers = view.writers(model);

  for (const key in body) {
    if (!writers.get(key)?.isOpen) errors.push(...refusedKey(view, model, key, kind));
    // A similar name is searched for every unknown key; a client does not need a thousand suggestions.
    if (errors.length >= MAX_UNKNOWN_KEYS) return { slots, given, errors };
  }
  for (const writer of writers.values()) {
    const { field, slot } = writer;
    const sent = writer.isOpen ? body[field.name] : undefined;
    if (!writer.isOpen && kind !== "create") continue;
    if (sent === undefined && kind === "patch") continue;
    const input = sent === undefined ? writer.fallback(view.creation) : sent;
    if (input === null) {
      if (field.required) errors.push(writer.isOpen ? neededError(field) : NOT_YOURS);
      else slots[slot] = null;
    } else {
      const parsed = writer.read(input);
      if (!parsed.ok) errors.push(mistake(field, parsed.code, parsed.message));
      // Rows that have empty text from before keep it until they change.
      else if (isNothing(parsed.value, field)) {
        if (field.required) errors.push(mistake(field, "blank", "may not be empty"));
        else slots[slot] = null;
      } else slots[slot] = parsed.value;
    }
    given.push(writer);
  }
  return { slots, given, errors };
}

/** Empty text where it is no value, and a list without items. */
const isNothing = (value: SqlValue, field: FieldRecord): boolean =>
  value === null || (value === "" && !countsEmptyText(field.type));

/** Without the name of the field, which the caller may not know. */
export const NOT_YOURS: FieldError = {
  pointer: "",
  code: "required",
  message: "A row needs a value that you may not set.",
};

const MAX_UNKNOWN_KEYS = 50;

export function invalidValues(errors: readonly FieldError[]): UserError {
  const [first] = errors;
  const message = errors.length === 1 && first ? first.message : `${errors.length} values are not valid.`;
  return new UserError("invalid_values", message, { errors });
}

/** What is read of a body, whose mistakes are told together with others of the same body. */
export function tellingToo<Result>(mistakes: readonly FieldError[], read: () => Result): Result {
  if (mistakes.length === 0) return read();
  let others: UserError["errors"] = [];
  try {
    read();
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "invalid_values") throw error;
    others = error.errors;
  }
  throw invalidValues([...(others ?? []), ...mistakes]);
}

export const neededError = (field: FieldRecord): FieldError => mistake(field, "required", "is needed");

const mistake = (field: FieldRecord, code: string, message: string): FieldError => ({
  pointer: pointerOf(field.name),
  code,
  message: `${field.label} ${message}.`,
});

/** The error for a key that may not be sent; undefined where a PUT sends back what it read. */
function refusedKey(view: CallerView, model: ModelRecord, key: string, kind: WriteKind): readonly FieldError[] {
  const known = view.field(model, key);
  const isOurs = key === "id" || known !== undefined;
  if (isOurs && kind === "replace") return [];
  const names = view.scope.reader.fields(model.id).map((field) => field.name);
  return [
    {
      pointer: pointerOf(key),
      code: isOurs ? "read_only" : "unknown_field",
      message: isOurs
        ? view.writers(model).has(key) || (known && isManaged(known))
          ? `You may not set "${key}".`
          : known && isPosition(known)
            ? `"${key}" is changed by {"after": <id>} or {"before": <id>}.`
            : `"${key}" is ${known && !hasColumn(known) ? "calculated" : "filled in automatically"} and cannot be sent.`
        : unknownName("field", key, ` in ${model.label}`, names),
    },
  ];
}

export type JsonObject = Readonly<Record<string, JsonValue>>;

export const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** RFC 6901. */
export const pointerOf = (key: string): string => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
