import type { JsonValue } from "../definition/json.ts";
import { UserError } from "../errors.ts";
import { countsEmptyText } from "../field-types/empty-text.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import type { FormBody } from "./form-body.ts";
import type { FormField, FormPlan } from "./form-plan.ts";
import { searchedFor, searchOf } from "./widgets/pick-rows.ts";
import { widgetOf } from "./widgets/registry.ts";
import type { WidgetWords } from "./widgets/widget.ts";

/** What a body says to a form. */
export interface ReadForm {
  /** By the field's name: only of fields that were sent and could be read, and are columns or lists of the model. */
  readonly values: Readonly<Record<string, JsonValue>>;
  /** What was typed, for every field that was sent; never changed but for line breaks. */
  readonly typed: ReadonlyMap<string, string>;
  readonly errors: ReadonlyMap<string, string>;
  /** Fields that ask a further question. */
  readonly asks: ReadonlyMap<string, "turn">;
  /** Names in the body that the form does not have. */
  readonly unknown: number;
}

/** Field names of a form's own begin with `_`, which no name of a builder's can. */
const isOwnName = (name: string): boolean => name.startsWith("_");

/**
 * Reads a body by a form. A field whose name is not in it was not on the page, and is not spoken of. `row` is the row that
 * it changes.
 */
export function readForm(
  plan: FormPlan,
  body: FormBody,
  words: WidgetWords,
  row: Readonly<Record<string, JsonValue>> = {},
): ReadForm {
  const lists = new Set(plan.fields.filter(({ list }) => list).map(({ name }) => name));
  const twice = body.repeated((name) => lists.has(name));
  if (twice !== undefined) throw new UserError("bad_request", `"${twice.slice(0, 60)}" stands in the form twice.`);
  const values: Record<string, JsonValue> = {};
  const typed = new Map<string, string>();
  const errors = new Map<string, string>();
  const asks = new Map<string, "turn">();
  const known = new Set<string>();
  for (const field of plan.fields) {
    known.add(field.name);
    if (field.target !== undefined) known.add(searchOf(field.name)).add(searchedFor(field.name));
    if (field.isReadOnly) continue;
    const sent = field.list ? keysText(body.all(field.name)) : body.last(field.name);
    if (sent === undefined && !field.mustBeSent) continue;
    const text = (sent ?? "").replace(/\r\n?/g, "\n");
    typed.set(field.name, text);
    const part = (name: string): string | undefined => body.last(`${field.name}.${name}`);
    known.add(`${field.name}.turn`);
    const read = readField(field, text, { ...words, field, part, held: heldText(field, row, words) });
    if (!read.ok) {
      errors.set(field.name, read.message);
      if (read.asks) asks.set(field.name, read.asks);
    } else if (field.field || field.list) values[field.name] = read.value;
  }
  const unknown = body.names().filter((name) => !known.has(name) && !isOwnName(name)).length;
  return { values, typed, errors, asks, unknown };
}

function heldText(field: FormField, row: Readonly<Record<string, JsonValue>>, words: WidgetWords): string | undefined {
  const value = field.field || field.list ? row[field.name] : undefined;
  return value === undefined || value === null ? undefined : widgetOf(field).text(value, words);
}

/** The keys of a list as one text; undefined when its name is not in the body at all. */
const keysText = (sent: readonly string[]): string | undefined =>
  sent.length === 0 ? undefined : sent.filter((key) => key !== "").join(",");

function readField(field: FormField, text: string, reading: Parameters<ReturnType<typeof widgetOf>["read"]>[1]) {
  const widget = widgetOf(field);
  const { texts } = reading;
  const keepsBlanks = fieldTypeOf(field.type)?.input.lines !== undefined;
  const trimmed = keepsBlanks ? text : text.trim();
  if (trimmed.trim() === "") {
    const value = widget.empty?.(field) ?? (countsEmptyText(field.type) ? "" : null);
    // A box that must be ticked is a field of the form alone; of a model's, not ticked is no.
    if (field.required && field.field === undefined && value === false)
      return { ok: false as const, message: texts.mustAgree(field.label) };
    if ((value === null || value === "" || field.list) && field.required)
      return { ok: false as const, message: texts.needed(field.label) };
    return { ok: true as const, value };
  }
  return widget.read(trimmed, reading);
}
