import type { JsonValue } from "../../definition/json.ts";
import { browserPattern } from "../../field-types/ecmascript-pattern.ts";
import type { FieldInput } from "../../field-types/field-uses.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import { patternMessageOf, patternOf } from "../../field-types/text-pattern.ts";
import type { ValueWord } from "../../page-texts/forms/form-texts.ts";
import { escapeHtml } from "../../templates/render/escaping.ts";
import type { FormField } from "../form-plan.ts";
import { attributes, inputAttributes } from "./markup.ts";
import { refusalOf } from "./refusal.ts";
import type { Widget, WidgetInput, WidgetReading } from "./widget.ts";

const TYPES: Readonly<Record<FieldInput["keyboard"], string>> = {
  text: "text",
  numeric: "text",
  decimal: "text",
  email: "email",
  url: "url",
  tel: "tel",
};

/** A line for text longer than this becomes an area. */
const LONG = 200;

interface TextWidgetOptions {
  readonly word: ValueWord;
  readonly type?: string;
  readonly isArea?: (field: FormField) => boolean;
  readonly className?: string;
  /** From what was typed to what the field type reads. */
  readonly prepare?: (text: string) => string;
  readonly toJson?: (text: string) => JsonValue;
  readonly step?: string;
}

/** An input of one value, read as the field type reads text. */
export const textWidget = (options: TextWidgetOptions): Widget => ({
  word: options.word,
  render: (input) => (options.isArea?.(input.field) ? area(input, options) : line(input, options)),
  read: (text, reading) => readText(text, reading, options),
  text: (value) => (typeof value === "string" ? value : JSON.stringify(value)),
});

function readText(text: string, reading: WidgetReading, options: TextWidgetOptions) {
  const { field } = reading;
  const type = knownFieldType(field.type);
  const prepared = options.prepare?.(text) ?? text;
  const parsed = type.parseText(prepared, field.type, { choices: field.choices.map(({ value }) => value) });
  if (!parsed.ok) return refusalOf(parsed, reading, options.word);
  return { ok: true as const, value: options.toJson?.(prepared) ?? prepared };
}

function line(input: WidgetInput, options: TextWidgetOptions): string {
  const { field, value } = input;
  const { keyboard, placeholder } = knownFieldType(field.type).input;
  const type = options.type ?? TYPES[keyboard];
  const own = attributes({
    type,
    // A password is never sent back.
    value: type === "password" ? "" : value,
    class: options.className,
    inputmode: type === "text" && keyboard !== "text" ? keyboard : undefined,
    placeholder: field.placeholder ?? (options.word === "text" ? undefined : placeholderFor(type, placeholder)),
    autocomplete: autocompleteOf(field),
    step: options.step,
    ...(type === "text" ? patternAttributes(field) : {}),
    minlength: type === "text" ? leastOf(field) : undefined,
  });
  return `<input${inputAttributes(input)}${own}>`;
}

/**
 * The pattern, where a browser means the same by it and what is judged is what was typed. Browsers show the title with
 * their own words when the input does not match.
 */
function patternAttributes({ type }: FormField): Readonly<Record<string, string | undefined>> {
  const own = patternOf(type);
  const isStoredAsTyped = type.trim !== true && type.case === undefined;
  const pattern = own === undefined || !isStoredAsTyped ? undefined : browserPattern(own);
  return pattern === undefined ? {} : { pattern, title: patternMessageOf(type) };
}

/** Browsers judge it only once somebody has typed, and count as many characters as we do or more. */
function leastOf({ type }: FormField): string | undefined {
  const least = type.trim === true ? undefined : knownFieldType(type).minLength?.(type);
  return least === undefined ? undefined : String(least);
}

/** Dates and times have the browser's own. */
const placeholderFor = (type: string, placeholder: string | undefined): string | undefined =>
  type === "text" || type === "url" ? placeholder : undefined;

function area(input: WidgetInput, { className }: TextWidgetOptions): string {
  const own = attributes({
    rows: "6",
    class: className,
    spellcheck: className === undefined ? undefined : "false",
    placeholder: input.field.placeholder,
  });
  // Browsers drop one line break at the beginning.
  return `<textarea${inputAttributes(input)}${own}>\n${escapeHtml(input.value)}</textarea>`;
}

export const isLong = ({ type }: FormField): boolean => (knownFieldType(type).maxLength?.(type) ?? 0) > LONG;

/** The words of HTML for what a visitor types everywhere. */
const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  name: "name",
  full_name: "name",
  first_name: "given-name",
  last_name: "family-name",
  email: "email",
  phone: "tel",
  company: "organization",
  street: "street-address",
  city: "address-level2",
  postal_code: "postal-code",
  zip: "postal-code",
  country: "country-name",
};

const OF_KEYBOARD: Readonly<Partial<Record<FieldInput["keyboard"], string>>> = { email: "email", tel: "tel" };

const autocompleteOf = ({ name, type }: FormField): string | undefined =>
  Object.hasOwn(AUTOCOMPLETE, name) ? AUTOCOMPLETE[name] : OF_KEYBOARD[knownFieldType(type).input.keyboard];
