import type { LooseFieldType } from "#engine/definition/records/field";
import { parseLooseNumber } from "#engine/field-types/loose-numbers";
import { fieldTypeOf } from "#engine/field-types/registry";
import { textOf } from "#engine/field-types/short-text";
import { isNumeric } from "#engine/value-types/value-type";

/**
 * The next type that takes more values than this one, for "37 values do not fit: make it Decimal". Undefined where
 * nothing is wider. No wider number takes what is none: then it is text at once.
 */
export function widenType(type: LooseFieldType, misfits: readonly string[] = []): LooseFieldType | undefined {
  const known = fieldTypeOf(type);
  const hasWords = misfits.some((value) => value !== "" && !parseLooseNumber(value));
  if (known && isNumeric(known.valueType(type)) && hasWords) return textOf(200);
  return known?.import?.widen(type);
}
