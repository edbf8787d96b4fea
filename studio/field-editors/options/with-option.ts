import type { JsonValue } from "#engine/definition/json";
import type { LooseFieldType } from "#engine/definition/records/field";

/** A type with one option changed; without it when there is no value. */
export function withOption(type: LooseFieldType, option: string, value: JsonValue | undefined): LooseFieldType {
  const { [option]: _, ...rest } = type;
  const plain = { ...rest, name: type.name };
  return value === undefined ? plain : { ...plain, [option]: value };
}
