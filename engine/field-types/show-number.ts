import type { DisplayedField, FieldDisplay } from "./field-uses.ts";

/** Years, codes and numbers that name something are not amounts: 1999 stays 1999. */
const NAMES_SOMETHING = /(?:^|_)(?:year|yr|jahr|code|zip|plz|fips|id|no|nr|number|isbn|ean|phone|port|version)(?:_|$)/;

export const namesSomething = (field: DisplayedField["field"]): boolean => NAMES_SOMETHING.test(field.name);

export const showWholeNumber = ({ value, field }: DisplayedField): FieldDisplay => ({
  inline: namesSomething(field) ? `{{ ${value} }}` : `{{ ${value}|number }}`,
  className: "number",
});
