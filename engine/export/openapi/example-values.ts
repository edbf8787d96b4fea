import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { keyOfTarget } from "../../field-types/keys.ts";

/** A value that a field could hold. Made from the type alone: never a row's, never a default. */
export function exampleOf(
  reader: DefinitionReader,
  field: FieldRecord,
  choices: readonly string[],
): JsonValue | undefined {
  const { type } = field;
  switch (type.name) {
    case "text":
      return "An example".slice(0, Number(type.maxLength ?? 200));
    case "long_text":
      return "A few sentences of text.";
    case "integer":
      return 12;
    case "big_integer":
      return "9007199254740993";
    case "decimal":
      return decimalExample(Number(type.digits), Number(type.scale));
    case "float":
      return 0.5;
    case "boolean":
      return true;
    case "date":
      return "2026-01-31";
    case "time":
      return "14:30:00";
    case "date_time":
    case "created_at":
    case "updated_at":
      return "2026-01-31T14:30:00Z";
    case "duration":
      return "PT5400S";
    case "email":
      return "name@example.com";
    case "link":
      return "https://example.com/";
    case "slug":
      return "an-example";
    case "uuid":
      return "018f2b6e-7c3a-7000-8000-000000000000";
    case "choice":
      return choices[0];
    case "json":
      return { key: "value" };
    case "relation":
      return keyOfTarget(reader, field).example;
    default:
      return undefined;
  }
}

function decimalExample(digits: number, scale: number): string {
  const whole = digits - scale >= 2 ? "12" : digits - scale === 1 ? "1" : "0";
  return scale <= 0 ? whole : `${whole}.${"5".padEnd(Math.min(scale, 2), "0")}`;
}
