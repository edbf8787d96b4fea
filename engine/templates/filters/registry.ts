import { capfirst } from "./capfirst.ts";
import { colour } from "./colour.ts";
import { currency } from "./currency.ts";
import { cut } from "./cut.ts";
import { date } from "./date.ts";
import { defaultValue } from "./default.ts";
import { defaultIfNone } from "./default-if-none.ts";
import { filesizeformat } from "./filesizeformat.ts";
import type { FilterType } from "./filter-type.ts";
import { first } from "./first.ts";
import { floatformat } from "./floatformat.ts";
import { join } from "./join.ts";
import { jsonScript } from "./json-script.ts";
import { label } from "./label.ts";
import { last } from "./last.ts";
import { length } from "./length.ts";
import { linebreaks } from "./linebreaks.ts";
import { linebreaksbr } from "./linebreaksbr.ts";
import { lower } from "./lower.ts";
import { markdown } from "./markdown.ts";
import { number } from "./number.ts";
import { percent } from "./percent.ts";
import { percentage } from "./percentage.ts";
import { pluralize } from "./pluralize.ts";
import { slice } from "./slice.ts";
import { slugify } from "./slugify.ts";
import { stars } from "./stars.ts";
import { time } from "./time.ts";
import { timesince } from "./timesince.ts";
import { timeuntil } from "./timeuntil.ts";
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
  defaultIfNone,
  date,
  time,
  timesince,
  timeuntil,
  number,
  currency,
  floatformat,
  percent,
  percentage,
  stars,
  filesizeformat,
  upper,
  lower,
  title,
  capfirst,
  trim,
  cut,
  slugify,
  truncatechars,
  truncatewords,
  linebreaks,
  linebreaksbr,
  markdown,
  label,
  colour,
  yesno,
  length,
  first,
  last,
  slice,
  join,
  pluralize,
  wordcount,
  urlencode,
  jsonScript,
];

export const filterNamed = (name: string): FilterType | undefined => filterTypes.find((filter) => filter.name === name);
