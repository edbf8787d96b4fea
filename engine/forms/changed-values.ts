import type { JsonValue } from "../definition/json.ts";
import { knownFieldType } from "../field-types/registry.ts";
import { isCut } from "./cut-lists.ts";
import type { FormField, FormPlan } from "./form-plan.ts";
import type { ReadForm } from "./read-form.ts";
import { widgetOf } from "./widgets/registry.ts";
import type { WidgetWords } from "./widgets/widget.ts";

type Row = Readonly<Record<string, JsonValue>>;

/** The values that differ from the row as it stands, by meaning: only they are written. */
export function changedValues(
  plan: Pick<FormPlan, "fields">,
  read: Pick<ReadForm, "values" | "typed">,
  row: Row,
  words: WidgetWords,
): Record<string, JsonValue> {
  const changed: Record<string, JsonValue> = {};
  for (const field of plan.fields) {
    if (!Object.hasOwn(read.values, field.name)) continue;
    // Of a list that was cut off only a part was shown: what is left out of it would go.
    if (field.list && isCut(row, field.name)) continue;
    const sent = read.values[field.name] as JsonValue;
    if (!isSame({ field, sent, typed: read.typed.get(field.name), held: row[field.name] ?? null, words }))
      changed[field.name] = sent;
  }
  return changed;
}

interface Compared {
  readonly field: FormField;
  readonly sent: JsonValue;
  /** Absent for a value that nobody typed. */
  readonly typed: string | undefined;
  readonly held: JsonValue;
  readonly words: WidgetWords;
}

function isSame({ field, sent, typed, held, words }: Compared): boolean {
  if (isNothing(sent) || isNothing(held)) return isNothing(sent) && isNothing(held);
  // What the input showed: an instant's microseconds are not in it, and are not taken away by saving.
  if (widgetOf(field).text(held, words).replace(/\r\n?/g, "\n") === typed) return true;
  return meaning(field, sent) === meaning(field, held);
}

const isNothing = (value: JsonValue): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

function meaning({ type, choices, target, list }: FormField, value: JsonValue): string {
  if (list) return Array.isArray(value) ? value.map(String).sort().join() : String(value);
  if (target !== undefined) return String(value);
  const context = { choices: choices.map((choice) => choice.value) };
  const parsed = knownFieldType(type).parseJson(value, type, context);
  if (!parsed.ok) return JSON.stringify(value);
  if (knownFieldType(type).cast === "timestamptz") return String(Date.parse(String(parsed.value)));
  return Array.isArray(parsed.value) ? JSON.stringify(parsed.value) : String(parsed.value);
}
