import { type Sql, sql } from "../../sql/sql.ts";
import { at, type ExpressionFunction, identity, needs, resolved, strict1 } from "../operation.ts";
import { boundedDecimal, type Decimal, readDecimal } from "../values/decimal.ts";

/** Shared by floor and ceil: a whole number stays, the other kinds keep their kind. */
export function wholeNumber(
  about: Pick<ExpressionFunction, "name" | "signature" | "summary" | "aliases">,
  forms: { decimal(value: Decimal): Decimal; double(value: number): number; sql(x: Sql): Sql },
): ExpressionFunction {
  return {
    ...about,
    minArguments: 1,
    maxArguments: 1,
    check: (operands) => {
      const { type } = at(operands, 0);
      switch (type.kind) {
        case "int":
          return resolved(type, operands, identity);
        case "decimal":
          return resolved(type, operands, {
            js: strict1((a: unknown) => {
              const value = readDecimal(a);
              return value ? boundedDecimal(forms.decimal(value)) : null;
            }),
            sql: (parts) => forms.sql(sql`${at(parts, 0).sql}::numeric`),
          });
        case "double":
          return resolved(type, operands, {
            js: strict1((a: number) => forms.double(a)),
            sql: (parts) => forms.sql(at(parts, 0).sql),
          });
        default:
          return needs(about.name, "a number", operands, 0);
      }
    },
  };
}
