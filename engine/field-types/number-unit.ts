import * as z from "zod";
import type { DisplayedField, FieldDisplay } from "./field-uses.ts";

/**
 * What a number is counted in: "km" after the value, "€" before it. It is shown wherever people read or type the value,
 * and is never part of the value itself.
 */
export type NumberUnit = {
  readonly unit?: string | undefined;
  readonly unitBefore?: true | undefined;
};

/** The longest unit that still stands in a column: "passengers/h". */
export const MAX_UNIT_LENGTH = 12;

/** Signs that would be read as a tag, an expression or an entity where the unit stands in a template are left out. */
export const unitOptions = {
  unit: z
    .string()
    .min(1)
    .max(MAX_UNIT_LENGTH, `A unit has at most ${MAX_UNIT_LENGTH} characters`)
    .regex(/^[^\s{}<>&\p{C}](?:[^{}<>&\p{C}]*[^\s{}<>&\p{C}])?$/u, "A unit has none of the signs { } < > &")
    .optional(),
  unitBefore: z.literal(true).optional(),
};

type Typed = { readonly type: { readonly [option: string]: unknown } };

/** The unit of a field, if it has one: of money its currency. */
export const unitOf = ({ type }: Typed): { readonly text: string; readonly isBefore: boolean } | undefined => {
  if (typeof type.currency === "string") return { text: type.currency, isBefore: false };
  return typeof type.unit === "string" && type.display === undefined
    ? { text: type.unit, isBefore: type.unitBefore === true }
    : undefined;
};

/** A number of one field with its unit: `12 km`, `€12`, `EUR 12`. `space` is one that lines do not break at. */
export function withUnit(number: string, field: Typed, space = "\u00a0"): string {
  const unit = unitOf(field);
  if (!unit) return number;
  if (unit.isBefore) return `${unit.text}${/[\p{L}.]$/u.test(unit.text) ? space : ""}${number}`;
  return `${number}${/^[°′″]$/u.test(unit.text) ? "" : space}${unit.text}`;
}

/** A number in the default templates: nothing at all where there is no value. */
export function showAmount({ value, field }: DisplayedField, output: string): FieldDisplay {
  const inline = unitOf(field) ? `{% if ${value} != null %}${withUnit(output, field, "&nbsp;")}{% endif %}` : output;
  return { inline, className: "number" };
}
