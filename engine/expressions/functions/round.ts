import { type Sql, sql, value } from "../../sql/sql.ts";
import { expressionProblemCodes as codes } from "../expression-problem.ts";
import { at, type ExpressionFunction, identity, mismatch, needs, resolved, strict1 } from "../operation.ts";
import { boundedDecimalSql, once } from "../sql-guards.ts";
import type { TypedExpression } from "../typed-expression.ts";
import { boundedDecimal, printDecimal, readableDouble, readDecimal, roundDecimal } from "../values/decimal.ts";

const MAX_PLACES = 30;
/** From this size on, the 15 digits of a float leave no room for a fraction. */
const WHOLE_FROM = 1e15;

/**
 * Rounds half away from zero. A float is rounded as it is displayed, to 15 digits, so that 2.675 to two places is 2.68,
 * although the float itself is slightly less.
 */
export const round: ExpressionFunction = {
  name: "round",
  signature: "round(number, places)",
  summary: "The number rounded to so many decimal places; to a whole one without them.",
  minArguments: 1,
  maxArguments: 2,
  check: (operands) => {
    const number = at(operands, 0);
    const places = operands[1] ? placesOf(operands[1]) : 0;
    if (places === undefined) {
      return mismatch(`The places of round are a whole number from 0 to ${MAX_PLACES}, written out.`, {
        operand: 1,
        code: codes.wrongArguments,
      });
    }
    switch (number.type.kind) {
      case "int":
        return resolved(number.type, [number], identity);
      case "decimal":
        return resolved(number.type, [number], {
          js: strict1((a: unknown) => {
            const read = readDecimal(a);
            return read ? boundedDecimal(roundDecimal(read, places)) : null;
          }),
          sql: (parts) => boundedDecimalSql(sql`round(${at(parts, 0).sql}::numeric, ${placesSql(places)})`),
        });
      case "double":
        return resolved(number.type, [number], {
          js: strict1((a: number) => {
            if (Math.abs(a) >= WHOLE_FROM) return a;
            const read = readDecimal(readableDouble(a));
            return read ? Number(printDecimal(roundDecimal(read, places))) : null;
          }),
          sql: (parts) =>
            once(
              parts,
              (a = sql``) =>
                sql`(CASE WHEN abs(${a}) < 1e15 THEN round(${a}::numeric, ${placesSql(places)})::double precision ELSE ${a} END)`,
            ),
        });
      default:
        return needs("round", "a number", operands, 0);
    }
  },
};

const placesSql = (places: number): Sql => value(places, "integer");

function placesOf(operand: TypedExpression): number | undefined {
  if (operand.kind !== "constant" || typeof operand.value !== "number" || operand.type.kind !== "int") return undefined;
  return operand.value >= 0 && operand.value <= MAX_PLACES ? operand.value : undefined;
}
