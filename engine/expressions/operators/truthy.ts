import type { ValueType } from "../../value-types/value-type.ts";
import { at, type Implementation } from "../operation.ts";
import { readDecimal } from "../values/decimal.ts";

/**
 * Templates accept any value as a condition, as Django does: absent, false, zero, empty text and empty lists are false.
 * The result is never unknown, so `not book.sold` holds for a book without that value. Rules do not have this
 * conversion.
 */
export function truthy(type: ValueType): Implementation {
  const isZero = type.kind === "decimal" ? (value: unknown) => readDecimal(value)?.units === 0n : () => false;
  return {
    js: (operands) => {
      const evaluate = at(operands, 0);
      return (frame) => {
        const value = evaluate(frame);
        if (value === null || value === false || value === 0 || value === "") return false;
        return !(Array.isArray(value) && value.length === 0) && !isZero(value);
      };
    },
    sql: () => {
      throw new Error("Conditions of any type are for templates, which do not run in SQL.");
    },
  };
}
