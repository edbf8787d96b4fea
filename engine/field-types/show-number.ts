import type { DisplayedField, FieldDisplay } from "./field-uses.ts";
import { displayOf, starsOf } from "./number-limits.ts";
import { showAmount } from "./number-unit.ts";

/** Years, codes and numbers that name something are not amounts: 1999 stays 1999. */
const NAMES_SOMETHING = /(?:^|_)(?:year|yr|jahr|code|zip|plz|fips|id|no|nr|number|isbn|ean|phone|port|version)(?:_|$)/;

export const namesSomething = (field: DisplayedField["field"]): boolean => NAMES_SOMETHING.test(field.name);

export const showWholeNumber = (shown: DisplayedField): FieldDisplay =>
  showSpecially(shown) ??
  showAmount(shown, namesSomething(shown.field) ? `{{ ${shown.value} }}` : `{{ ${shown.value}|number }}`);

/** Percentages, and ratings as stars with their number for those who do not see them. */
export function showSpecially({ value, field }: DisplayedField): FieldDisplay | undefined {
  const display = displayOf(field);
  if (display === "percent") return { inline: `{{ ${value}|percentage }}`, className: "number" };
  if (display !== "rating") return undefined;
  const count = starsOf(field);
  return {
    inline: `{% if ${value} != null %}<span role="img" aria-label="{{ ${value} }}/${count}">{{ ${value}|stars:${count} }}</span>{% endif %}`,
  };
}
