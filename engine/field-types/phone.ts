import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { callingCode, callingCountries, withoutTrunk } from "./calling-codes.ts";
import { defineFieldType, textual } from "./field-type.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";

type Options = {
  name: "phone";
  /** ISO 3166, `AT`: numbers without a calling code are of this country. */
  country?: string | undefined;
};

/** What people write between the digits. */
const BETWEEN = /[\s().\-/\u00a0\u2010-\u2015]/gu;
const MOST_TYPED = 60;

const needsCode = (country: string | undefined): string =>
  country === undefined
    ? "must begin with + and the calling code, such as +43 1 58058"
    : "must be a phone number, such as 01 58058 or +43 1 58058";

/**
 * A number as people write it, `(01) 580-58`, as E.164: a plus, the calling code and the rest, at most fifteen digits.
 * Which numbers of a country exist is not known here.
 */
export function readPhone(input: string, { country }: Pick<Options, "country">): ParsedValue {
  const problem = refused("invalid", needsCode(country));
  if (input.length > MOST_TYPED) return problem;
  // `+43 (0)1 58058`: the zero is for callers inside the country.
  const typed = input.trim();
  const isOutside = /^(?:\+|00)/.test(typed);
  const digits = (isOutside ? typed.replace(/\(0\)/, "") : typed).replace(BETWEEN, "");
  if (!/^\+?\d+$/.test(digits)) return problem;
  if (digits.startsWith("+")) return checkE164(digits, problem);
  if (digits.startsWith("00")) return checkE164(`+${digits.slice(2)}`, problem);
  const code = country === undefined ? undefined : callingCode(country);
  if (code === undefined) return problem;
  return checkE164(`+${code}${withoutTrunk(code, digits)}`, problem);
}

const checkE164 = (text: string, problem: ParsedValue): ParsedValue =>
  /^\+[1-9]\d{6,14}$/.test(text) ? parsed(text) : problem;

/** Stored as E.164, `+43158058`, however it was typed. */
export const phone = defineFieldType<Options>({
  name: "phone",
  label: "Phone",
  description: "A phone number, which pages show as a link that calls it.",
  options: z.strictObject({
    name: z.literal("phone"),
    country: z
      .string()
      .refine((country) => callingCountries.includes(country), {
        message: "The country is not one with a calling code",
      })
      .optional(),
  }),
  initial: { name: "phone" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input, options) =>
    typeof input === "string" ? readPhone(input, options) : refused("wrong_type", "must be text"),
  parseText: readPhone,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", maxLength: MOST_TYPED }),
  fits: { pattern: String.raw`^\+[1-9][0-9]{6,14}$`, length: 16 },
  can: { search: true, order: "natural", index: true, default: true, identify: true },
  display: ({ value }) => ({
    inline: `{% if ${value} %}<a href="tel:{{ ${value} }}">{{ ${value} }}</a>{% endif %}`,
  }),
  example: () => "+43158058000",
  sample: ({ number }) => `+4315805${String(number % 1000).padStart(4, "0")}`,
  openapi: {
    note: "Stored as E.164: a plus, the calling code and the number, without blanks. What is sent may have blanks, hyphens and brackets.",
  },
  input: { keyboard: "tel", placeholder: "+43 1 58058" },
  import: {
    recognizes: (text) => /^\+/.test(text) && readPhone(text, {}).ok,
    plural: "phone numbers",
    widen: () => textOf(200),
  },
});
