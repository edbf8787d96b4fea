import { bigInteger } from "./big-integer.ts";
import { boolean } from "./boolean.ts";
import { choice } from "./choice.ts";
import { colour } from "./colour.ts";
import { createdAt } from "./created-at.ts";
import { date } from "./date.ts";
import { dateTime } from "./date-time.ts";
import { decimal } from "./decimal.ts";
import { duration } from "./duration.ts";
import { email } from "./email.ts";
import { float } from "./float.ts";
import { formula } from "./formula.ts";
import { integer } from "./integer.ts";
import { ip } from "./ip.ts";
import { json } from "./json.ts";
import { link } from "./link.ts";
import { list } from "./list.ts";
import { longText } from "./long-text.ts";
import { markdown } from "./markdown.ts";
import { money } from "./money.ts";
import { phone } from "./phone.ts";
import { position } from "./position.ts";
import { relation } from "./relation.ts";
import { shortText } from "./short-text.ts";
import { slug } from "./slug.ts";
import { time } from "./time.ts";
import { updatedAt } from "./updated-at.ts";
import { uuid } from "./uuid.ts";

/** Every field type, by its stored name, in the order in which the type picker shows them. A new type is a line here. */
export const fieldTypes = {
  text: shortText,
  long_text: longText,
  markdown,
  integer,
  big_integer: bigInteger,
  decimal,
  money,
  float,
  boolean,
  date,
  time,
  date_time: dateTime,
  duration,
  email,
  link,
  phone,
  slug,
  uuid,
  ip,
  choice,
  colour,
  list,
  json,
  relation,
  formula,
  position,
  created_at: createdAt,
  updated_at: updatedAt,
} as const;
