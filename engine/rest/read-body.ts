import type { JsonValue } from "../definition/json.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { type FieldError, UserError } from "../errors.ts";
import { knownFieldType } from "../field-types/registry.ts";
import { valueSlot } from "../query/write-values.ts";
import type { SqlValue } from "../sql/sql.ts";
import { type CallerView, unknownName } from "./resource.ts";

/** A body's values as slots of a write, and which fields it speaks of. */
export interface WriteValues {
  readonly slots: Record<string, SqlValue>;
  readonly given: readonly FieldRecord[];
}

export type WriteKind =
  /** POST: every field gets its value, its default, or nothing. */
  | "create"
  /** PATCH: what is named changes. */
  | "patch"
  /** PUT: as a create, over a row that is there. Keys that only we fill may stand in it, as a client read them. */
  | "replace";

/** Reads an object of field values. Collects every mistake, each with its JSON pointer, before it refuses. */
export function readBody(view: CallerView, model: ModelRecord, body: JsonValue, kind: WriteKind): WriteValues {
  if (!isObject(body)) {
    throw new UserError("invalid_values", "The body must be a JSON object of field values.", {
      errors: [{ pointer: "", code: "wrong_type", message: "The body must be a JSON object." }],
    });
  }
  const errors: FieldError[] = [];
  const slots: Record<string, SqlValue> = {};
  const given: FieldRecord[] = [];
  const fields = view.scope.reader.fields(model.id);

  for (const key in body) {
    const field = view.field(model, key);
    if (field && !knownFieldType(field.type).automatic) continue;
    if ((field || key === "id") && kind === "replace") continue;
    errors.push({
      pointer: pointerOf(key),
      code: field || key === "id" ? "read_only" : "unknown_field",
      message:
        field || key === "id"
          ? `"${key}" is filled by itself and cannot be sent.`
          : unknownName(
              "field",
              key,
              ` in ${model.label}`,
              fields.map((other) => other.name),
            ),
    });
  }

  for (const field of fields) {
    const type = knownFieldType(field.type);
    if (type.automatic) continue;
    const isGiven = Object.hasOwn(body, field.name);
    if (!isGiven && kind === "patch") continue;
    const input = isGiven ? (body[field.name] ?? null) : (field.default ?? null);
    if (input === null) {
      if (field.required) {
        errors.push({ pointer: pointerOf(field.name), code: "required", message: `${field.label} is needed.` });
        continue;
      }
      slots[valueSlot(field)] = null;
    } else {
      const choices =
        field.type.name === "choice" ? view.scope.reader.choices(field.id).map((choice) => choice.value) : [];
      const parsed = type.parseJson(input, field.type, { choices });
      if (!parsed.ok) {
        errors.push({
          pointer: pointerOf(field.name),
          code: parsed.code,
          message: `${field.label} ${parsed.message}.`,
        });
        continue;
      }
      // As in Django: what is required is not satisfied by an empty text. Rows that have one keep it until they change.
      if (parsed.value === "" && field.required) {
        errors.push({ pointer: pointerOf(field.name), code: "blank", message: `${field.label} may not be empty.` });
        continue;
      }
      slots[valueSlot(field)] = parsed.value;
    }
    given.push(field);
  }
  if (errors.length > 0) {
    const [first] = errors;
    throw new UserError(
      "invalid_values",
      errors.length === 1 && first ? first.message : `${errors.length} values are not valid.`,
      {
        errors,
      },
    );
  }
  return { slots, given };
}

const isObject = (value: JsonValue): value is Readonly<Record<string, JsonValue>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** RFC 6901. */
export const pointerOf = (key: string): string => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
