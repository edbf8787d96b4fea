import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberFormats } from "./number-format.ts";

describe("numberFormats", () => {
  it.each(["en", "de", "fr", "es", "pt-BR", "en-IN", "de-CH", "ar-EG", "hi", "pl", "ja", "sv"])(
    "writes %s as Intl does",
    (locale) => {
      const formats = numberFormats(locale);
      const decimal = fc
        .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 24n), fc.option(fc.stringMatching(/^\d{1,8}$/)))
        .map(
          ([minus, whole, fraction]) =>
            `${minus && whole > 0n ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}`,
        );
      const value = fc.oneof(
        decimal,
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      );
      fc.assert(
        fc.property(value, fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }), (number, places) => {
          const intl = new Intl.NumberFormat(
            locale,
            places === undefined
              ? { maximumFractionDigits: 20 }
              : { minimumFractionDigits: places, maximumFractionDigits: places },
          );
          expect(formats.grouped(number, places)).toBe(intl.format(number === 0 ? 0 : (number as number)));
        }),
        { numRuns: 300 },
      );
    },
  );
});
