import type { JsonValue } from "../definition/json.ts";
import { computedDefault } from "../field-types/creation-defaults.ts";
import { isOfNewRow } from "./form-lines.ts";
import type { FormFacts, FormField, FormPlan } from "./form-plan.ts";
import { titleIn } from "./widgets/pick-rows.ts";
import { widgetOf } from "./widgets/registry.ts";
import type { FieldOptions, WidgetWords } from "./widgets/widget.ts";

export interface FreshInput {
  /** The row that is changed or deleted. */
  readonly row?: Readonly<Record<string, JsonValue>>;
  readonly facts: FormFacts;
  /** The parameters of the page's address. */
  readonly address?: ReadonlyMap<string, string>;
  readonly options?: ReadonlyMap<string, FieldOptions>;
}

/** What the inputs hold before a person types: the row's values, what the address says, or what the form starts with. */
export function freshValues(
  plan: Pick<FormPlan, "fields">,
  words: WidgetWords,
  given: FreshInput,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const field of plan.fields) {
    const text = ofAddress(field, words, given) ?? textOf(field, words, given);
    if (text !== undefined) values.set(field.name, text);
  }
  return values;
}

function textOf(field: FormField, words: WidgetWords, { row, facts }: FreshInput): string | undefined {
  const isOfRow =
    row !== undefined &&
    !isOfNewRow(field) &&
    (field.field ?? field.list) !== undefined &&
    !(field.isReadOnly && field.initial);
  const computed =
    field.field &&
    computedDefault(field.field, { time: facts.time, person: facts.user?.id ?? null, timeZone: words.timeZone });
  const value = isOfRow ? row[field.name] : (field.initial?.(facts) ?? computed ?? field.default);
  return value === undefined || value === null ? undefined : widgetOf(field).text(value, words);
}

/** What the address says counts where it can be read, and of rows where the caller may read them. */
function ofAddress(field: FormField, words: WidgetWords, { row, address, options }: FreshInput): string | undefined {
  const text = field.fromAddress && row === undefined ? address?.get(field.name)?.trim() : undefined;
  if (text === undefined || text === "") return undefined;
  if (field.target !== undefined) {
    const known = options?.get(field.name);
    return known && titleIn(known, text) !== undefined ? text : undefined;
  }
  return widgetOf(field).read(text, { ...words, field, part: () => undefined }).ok ? text : undefined;
}
