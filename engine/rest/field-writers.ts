import type { ModelId } from "../definition/ids.ts";
import type { JsonValue } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { isManaged } from "../definition/users.ts";
import { computedDefault } from "../field-types/creation-defaults.ts";
import type { ParsedValue } from "../field-types/parsed-value.ts";
import { knownFieldTypeIn, offeredChoices } from "../field-types/registry.ts";
import { relationTarget } from "../query/query-scope.ts";
import { valueSlot } from "../query/write-values.ts";

/** How the value of one field in a body is read. Looked up once per model, because every write needs it. */
export interface FieldWriter {
  readonly field: FieldRecord;
  readonly slot: string;
  /** The model whose row it names. */
  readonly target: ModelId | undefined;
  read(input: JsonValue): ParsedValue;
  /** The value of a new row if none is sent; null for none. */
  fallback(time: string | undefined): JsonValue;
}

/**
 * The fields of a model that a body may set, by name and in order. Of the users' model nobody sets who is staff but
 * whom no rule narrows: builders and administrators.
 */
export function fieldWriters(
  reader: DefinitionReader,
  model: ModelRecord,
  { isUnbound }: { readonly isUnbound: boolean },
): ReadonlyMap<string, FieldWriter> {
  const writers = new Map<string, FieldWriter>();
  const { timeZone } = reader.definition.settings;
  for (const field of reader.fields(model.id)) {
    const type = knownFieldTypeIn(reader, field);
    if (type.automatic || (!isUnbound && isManaged(field))) continue;
    const context = { choices: offeredChoices(reader, field) };
    writers.set(field.name, {
      field,
      slot: valueSlot(field),
      target: relationTarget(reader, field)?.id,
      fallback: (time) =>
        (time === undefined ? undefined : computedDefault(field, { time, timeZone })) ?? field.default ?? null,
      read: (input) => type.parseJson(input, field.type, context),
    });
  }
  return writers;
}
