import { capfirst } from "./capfirst.ts";
import { currency } from "./currency.ts";
import { date } from "./date.ts";
import { defaultValue } from "./default.ts";
import type { FilterType } from "./filter-type.ts";
import { first } from "./first.ts";
import { floatformat } from "./floatformat.ts";
import { join } from "./join.ts";
import { label } from "./label.ts";
import { last } from "./last.ts";
import { length } from "./length.ts";
import { linebreaks } from "./linebreaks.ts";
import { linebreaksbr } from "./linebreaksbr.ts";
import { lower } from "./lower.ts";
import { number } from "./number.ts";
import { pluralize } from "./pluralize.ts";
import { slugify } from "./slugify.ts";
import { time } from "./time.ts";
import { title } from "./title.ts";
import { trim } from "./trim.ts";
import { truncatechars } from "./truncatechars.ts";
import { truncatewords } from "./truncatewords.ts";
import { upper } from "./upper.ts";
import { urlencode } from "./urlencode.ts";
import { wordcount } from "./wordcount.ts";
import { yesno } from "./yesno.ts";

/** Every filter of templates, in the order of docs/templates.md. No filter turns escaping off. */
export const filterTypes: readonly FilterType[] = [
  defaultValue,
  date,
  time,
  number,
  currency,
  floatformat,
  upper,
  lower,
  title,
  capfirst,
  trim,
  slugify,
  truncatechars,
  truncatewords,
  linebreaks,
  linebreaksbr,
  label,
  yesno,
  length,
  first,
  last,
  join,
  pluralize,
  wordcount,
  urlencode,
];

export const filterNamed = (name: string): FilterType | undefined => filterTypes.find((filter) => filter.name === name);
