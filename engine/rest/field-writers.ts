import type { ModelId } from "../definition/ids.ts";
import type { JsonValue } from "../definition/json.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { isManaged } from "../definition/users.ts";
import { type CreationFacts, computedDefault } from "../field-types/creation-defaults.ts";
import type { ParsedValue } from "../field-types/parsed-value.ts";
import { choiceValues, knownFieldTypeIn } from "../field-types/registry.ts";
import { type QueryScope, relationTarget } from "../query/query-scope.ts";
import { valueSlot } from "../query/write-values.ts";

/** How the value of one field in a body is read. Looked up once per model, because every write needs it. */
export interface FieldWriter {
  readonly field: FieldRecord;
  readonly slot: string;
  /** The model whose row it names. */
  readonly target: ModelId | undefined;
  /** Whether the callers may set it. One that they may not keeps its value, and has its default in a new row. */
  readonly isOpen: boolean;
  read(input: JsonValue): ParsedValue;
  /** The value of a new row if none is sent; null for none. */
  fallback(facts: CreationFacts | undefined): JsonValue;
}

/**
 * The fields of a model that are written by values, by name and in order. Of the users' model nobody sets who is staff but
 * whom no rule narrows: builders and administrators.
 */
export function fieldWriters(
  { whole: reader, mayWrite, isUnbound = false }: Pick<QueryScope, "whole" | "mayWrite" | "isUnbound">,
  model: ModelRecord,
): ReadonlyMap<string, FieldWriter> {
  const writers = new Map<string, FieldWriter>();
  const { timeZone } = reader.definition.settings;
  for (const field of reader.fields(model.id)) {
    const type = knownFieldTypeIn(reader, field);
    if (type.automatic || (!isUnbound && isManaged(field))) continue;
    // A retired choice is judged with the row: one that has it may be sent with it (query/choices-sql.ts).
    const context = { choices: choiceValues(reader, field) };
    writers.set(field.name, {
      field,
      isOpen: mayWrite?.(field) ?? true,
      slot: valueSlot(field),
      target: relationTarget(reader, field)?.id,
      fallback: (facts) => (facts && computedDefault(field, { ...facts, timeZone })) ?? field.default ?? null,
      read: (input) => type.parseJson(input, field.type, context),
    });
  }
  return writers;
}
