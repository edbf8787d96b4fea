import type { LooseFieldType } from "../definition/records/field.ts";

/**
 * The number in an amount as people type it: `€ 12.50`, `12,50 €`, `EUR 12.50` and `-€5` in a field of euros. Only the sign and the
 * code of the field's own currency are left out, so that `$5` in it stays what it is, and is refused.
 */
export function typedAmount(input: string, { currency }: LooseFieldType, locale: string): string {
  if (typeof currency !== "string") return input;
  const text = input.trim();
  const minus = /^[-−–]/.exec(text)?.[0] ?? "";
  const amount = text.slice(minus.length).trim();
  for (const mark of marksOf(currency, locale)) {
    const folded = amount.toLowerCase();
    if (folded.startsWith(mark)) return minus + amount.slice(mark.length).trim();
    if (folded.endsWith(mark)) return minus + amount.slice(0, -mark.length).trim();
  }
  return input;
}

/** The longest first: `US$` before `$`. */
function marksOf(currency: string, locale: string): readonly string[] {
  const marks = (["symbol", "narrowSymbol", "code"] as const).map((currencyDisplay) =>
    new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay })
      .formatToParts(1)
      .flatMap(({ type, value }) => (type === "currency" ? value.toLowerCase() : []))
      .join(""),
  );
  return [...new Set([...marks, currency.toLowerCase()])]
    .filter((mark) => mark !== "")
    .sort((a, b) => b.length - a.length);
}
