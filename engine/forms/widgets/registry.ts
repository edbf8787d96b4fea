import type { JsonValue } from "../../definition/json.ts";
import type { LooseFieldType } from "../../definition/records/field.ts";
import type { FieldTypeName } from "../../field-types/registry.ts";
import type { FormField } from "../form-plan.ts";
import { checkbox, tickBox, yesNoSelect } from "./checkbox.ts";
import { choiceInput, choiceRadios, choiceSelect } from "./choice-input.ts";
import { colourInput } from "./colour-input.ts";
import { dateTimeInput } from "./date-time-input.ts";
import { durationText } from "./duration-text.ts";
import { itemsArea } from "./items-area.ts";
import { listInput } from "./list-input.ts";
import { markdownArea } from "./markdown-area.ts";
import { bigNumber, decimalNumber, floatNumber, wholeNumber } from "./number-input.ts";
import { relationInput } from "./relation-input.ts";
import { isLong, textWidget } from "./text-input.ts";
import type { Widget } from "./widget.ts";

const line = textWidget({ word: "text", isArea: isLong });

/** How each type of field is asked for in forms. */
export const widgets = {
  text: line,
  long_text: textWidget({ word: "text", isArea: () => true }),
  markdown: markdownArea,
  integer: wholeNumber,
  big_integer: bigNumber,
  decimal: decimalNumber,
  money: decimalNumber,
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
  phone: textWidget({ word: "phone" }),
  slug: textWidget({ word: "slug" }),
  uuid: textWidget({ word: "uuid" }),
  ip: textWidget({ word: "ip" }),
  choice: choiceInput,
  colour: colourInput,
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
  position: wholeNumber,
  list: itemsArea,
  formula: line,
} satisfies Record<FieldTypeName, Widget>;

interface OtherWidget {
  /** What the form designer calls it. */
  readonly label: string;
  readonly widget: Widget;
}

/** Other ways to ask for values of a type, by the name that a form's field stores. */
const otherWidgets: Readonly<Partial<Record<FieldTypeName, Readonly<Record<string, OtherWidget>>>>> = {
  text: {
    line: { label: "One line", widget: textWidget({ word: "text" }) },
    area: { label: "Several lines", widget: textWidget({ word: "text", isArea: () => true }) },
    tel: { label: "Phone number", widget: textWidget({ word: "text", type: "tel" }) },
    search: { label: "Search", widget: textWidget({ word: "text", type: "search" }) },
    password: { label: "Password", widget: textWidget({ word: "text", type: "password" }) },
    colour: { label: "Colour", widget: textWidget({ word: "text", type: "color" }) },
  },
  choice: {
    radios: { label: "Buttons", widget: choiceRadios },
    select: { label: "List", widget: choiceSelect },
  },
  boolean: {
    checkbox: { label: "Box to tick", widget: tickBox },
    select: { label: "Yes, no or no answer", widget: yesNoSelect },
  },
};

const othersOf = ({ name }: LooseFieldType): Readonly<Record<string, OtherWidget>> =>
  (Object.hasOwn(otherWidgets, name) ? otherWidgets[name as FieldTypeName] : undefined) ?? {};

/** The ways to choose from for a type, besides the usual one. */
export const widgetChoices = (type: LooseFieldType): readonly { readonly name: string; readonly label: string }[] =>
  Object.entries(othersOf(type)).map(([name, { label }]) => ({ name, label }));

export function widgetOf({ type, widget, list }: Pick<FormField, "type" | "widget" | "list">): Widget {
  if (list) return listInput;
  const others = othersOf(type);
  const chosen = widget !== undefined && Object.hasOwn(others, widget) ? others[widget] : undefined;
  if (chosen) return chosen.widget;
  return Object.hasOwn(widgets, type.name) ? widgets[type.name as FieldTypeName] : line;
}
