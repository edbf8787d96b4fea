import { isNumeric } from "../../value-types/value-type.ts";
import { accepts, refuses, TEXT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const pluralize: FilterType = {
  name: "pluralize",
  example: 'pluralize:"y,ies"',
  summary: "The ending that fits a number in the app's language. With one ending: nothing for one, it for the others.",
  argument: "optional",
  check: (input, argument, { locale }) => {
    if (argument && argument.type.kind !== "text")
      return refuses('The filter pluralize needs its endings in quotes: pluralize:"y,ies".');
    const categories = categoriesOf(locale);
    const given = typeof argument?.literal === "string" ? argument.literal.split(",").length : 2;
    if (given > Math.max(2, categories.length))
      return refuses(
        `The filter pluralize has ${given} endings, and the app's language has ${categories.length} forms: ${categories.join(", ")}.`,
      );
    return isNumeric(input) || input.kind === "list" || input.kind === "null"
      ? accepts(TEXT)
      : wants("pluralize", "numbers and lists", input);
  },
  prepare: ({ locale }) => {
    const rules = new Intl.PluralRules(locale);
    const categories = categoriesOf(locale);
    return (input, argument) => {
      const written = (typeof argument === "string" ? argument : "s").split(",");
      const endings = written.length > 1 ? written : ["", written[0] ?? ""];
      const count = Array.isArray(input) ? input.length : typeof input === "string" ? Number(input) : input;
      const category = typeof count === "number" && !Number.isNaN(count) ? rules.select(count) : "other";
      // Two endings are for one and for all others, in languages with more forms too.
      const form = endings.length === 2 ? (category === "one" ? 0 : 1) : categories.indexOf(category);
      return endings[Math.min(Math.max(form, 0), endings.length - 1)];
    };
  },
};

const ORDER: readonly Intl.LDMLPluralRule[] = ["zero", "one", "two", "few", "many", "other"];

/** The forms of a language for numbers, in the order in which the endings are written: Polish has one, few, many, other. */
function categoriesOf(locale: string): readonly Intl.LDMLPluralRule[] {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  return ORDER.filter((category) => pluralCategories.includes(category));
}
