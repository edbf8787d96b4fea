import { sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { at, type ExpressionFunction, identity, needs, resolved, strict1 } from "../operation.ts";
import { roundedDecimalSql } from "../sql-guards.ts";
import { boundedDecimal, MAX_DECIMAL_SCALE, printDecimal, readableDouble, readDecimal } from "../values/decimal.ts";
import { readWritten, unsafeText } from "./written-text.ts";

/**
 * The decimal that a float is displayed as: decimal(0.1) is 0.1, with 15 digits, at most 50 of them after the point.
 */
export const asDecimal: ExpressionFunction = {
  name: "decimal",
  signature: "decimal(number)",
  summary: "The number as an exact decimal; decimal(a) / b divides whole numbers with a fraction.",
  minArguments: 1,
  maxArguments: 1,
  check: (operands) => {
    const operand = at(operands, 0);
    const type = scalar("decimal");
    switch (operand.type.kind) {
      case "int":
        return resolved(type, operands, {
          js: strict1((a: number) => String(a)),
          sql: (parts) => sql`${at(parts, 0).sql}::numeric`,
        });
      case "decimal":
        return resolved(type, operands, identity);
      case "double":
        return resolved(type, operands, {
          js: strict1((a: number) => {
            const value = readDecimal(readableDouble(a));
            return value ? boundedDecimal(value) : null;
          }),
          sql: (parts) => roundedDecimalSql(sql`${at(parts, 0).sql}::numeric`),
        });
      case "text":
        return readWritten(operand, type, (text) => readPlain(text)) ?? unsafeText("decimal", 'decimal("12.50")');
      default:
        return needs("decimal", "a number", operands, 0);
    }
  },
};

function readPlain(text: string): string | undefined {
  const value = readDecimal(text);
  if (!value || value.scale > MAX_DECIMAL_SCALE) return undefined;
  return boundedDecimal(value) ?? (value.units === 0n ? printDecimal(value) : undefined);
}
