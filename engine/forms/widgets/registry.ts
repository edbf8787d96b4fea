import type { JsonValue } from "../../definition/json.ts";
import type { FieldTypeName } from "../../field-types/registry.ts";
import type { FormField } from "../form-plan.ts";
import { checkbox } from "./checkbox.ts";
import { choiceInput } from "./choice-input.ts";
import { dateTimeInput } from "./date-time-input.ts";
import { durationText } from "./duration-text.ts";
import { bigNumber, decimalNumber, floatNumber, wholeNumber } from "./number-input.ts";
import { relationInput } from "./relation-input.ts";
import { isLong, textWidget } from "./text-input.ts";
import type { Widget } from "./widget.ts";

const line = textWidget({ word: "text", isArea: isLong });

/** How each type of field is asked for in forms. */
export const widgets = {
  text: line,
  long_text: textWidget({ word: "text", isArea: () => true }),
  integer: wholeNumber,
  big_integer: bigNumber,
  decimal: decimalNumber,
  float: floatNumber,
  boolean: checkbox,
  date: textWidget({ word: "date", type: "date" }),
  time: textWidget({ word: "time", type: "time", step: "any" }),
  date_time: dateTimeInput,
  duration: {
    ...textWidget({ word: "duration" }),
    text: (value) => durationText(String(value)),
  },
  email: textWidget({ word: "email" }),
  link: textWidget({ word: "link" }),
  slug: textWidget({ word: "slug" }),
  uuid: textWidget({ word: "uuid" }),
  choice: choiceInput,
  relation: relationInput,
  json: textWidget({
    word: "json",
    isArea: () => true,
    className: "code",
    toJson: (text) => JSON.parse(text) as JsonValue,
  }),
  // Filled in by the engine: no form has them.
  created_at: dateTimeInput,
  updated_at: dateTimeInput,
} satisfies Record<FieldTypeName, Widget>;

export const widgetOf = (field: Pick<FormField, "type">): Widget =>
  Object.hasOwn(widgets, field.type.name) ? widgets[field.type.name as FieldTypeName] : line;
