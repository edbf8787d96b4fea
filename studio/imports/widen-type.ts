import type { LooseFieldType } from "#engine/definition/records/field";
import { parseLooseNumber } from "#engine/import/loose-numbers";

const NUMBERS = new Set(["integer", "big_integer", "decimal", "float"]);

/**
 * The next type that takes more values than this one, for "37 values do not fit: make it Decimal". Undefined where
 * nothing is wider. No wider number takes what is none: then it is text at once.
 */
export function widenType(type: LooseFieldType, misfits: readonly string[] = []): LooseFieldType | undefined {
  if (NUMBERS.has(type.name) && misfits.some((value) => value !== "" && !parseLooseNumber(value)))
    return { name: "text", maxLength: 200 };
  switch (type.name) {
    case "boolean":
    case "choice":
    case "date":
    case "time":
    case "date_time":
    case "duration":
    case "uuid":
    case "slug":
    case "email":
      return { name: "text", maxLength: 200 };
    case "link":
      return { name: "text", maxLength: 2000 };
    case "integer":
      return { name: "big_integer" };
    case "big_integer":
      return { name: "decimal", digits: 38, scale: 6 };
    case "decimal":
      return (type.digits as number) < 38
        ? { name: "decimal", digits: 38, scale: 10 }
        : { name: "text", maxLength: 200 };
    case "float":
      return { name: "text", maxLength: 200 };
    case "text":
      return (type.maxLength as number) < 1000 ? { name: "text", maxLength: 1000 } : { name: "long_text" };
    case "json":
      return { name: "long_text" };
    default:
      return undefined;
  }
}
