import { currencyOf, scalar, type ValueType } from "../value-types/value-type.ts";
import type { TypedExpression } from "./typed-expression.ts";

/** What a product or a quotient counts in: an amount times a number is an amount, an amount by an amount is a number. */
const FACTORS: ReadonlySet<string> = new Set(["*", "/", "%"]);

/** A type with this currency, or without any, where it is one of amounts. */
export const inCurrency = (type: ValueType, currency: string | undefined): ValueType =>
  type.kind !== "decimal" || type.currency === currency
    ? type
    : currency === undefined
      ? scalar("decimal")
      : { kind: "decimal", currency };

/** The currency of a result, if it has one; or the currencies that cannot be added up or compared. */
export function currencyAfter(
  name: string,
  operands: readonly TypedExpression[],
): { readonly currency: string | undefined } | { readonly mixed: readonly string[] } {
  const found = operands.flatMap(({ type }) => currencyOf(type) ?? []);
  if (FACTORS.has(name)) {
    const isNumber = found.length > 1 || (name === "/" && operands[0] && currencyOf(operands[0].type) === undefined);
    return { currency: isNumber ? undefined : found[0] };
  }
  const currencies = [...new Set(found)];
  return currencies.length > 1 ? { mixed: currencies } : { currency: currencies[0] };
}
