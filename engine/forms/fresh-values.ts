import type { JsonValue } from "../definition/json.ts";
import type { FormPlan } from "./form-plan.ts";
import { widgetOf } from "./widgets/registry.ts";
import type { WidgetWords } from "./widgets/widget.ts";

/** What the inputs hold before a person types: the row's values, what the address says, or the defaults. */
export function freshValues(
  plan: FormPlan,
  words: WidgetWords,
  given: {
    readonly row?: Readonly<Record<string, JsonValue>>;
    readonly initial?: ReadonlyMap<string, JsonValue>;
    readonly address?: ReadonlyMap<string, string>;
  },
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const field of plan.fields) {
    const { name } = field;
    const fromAddress = field.fromAddress ? given.address?.get(name) : undefined;
    if (fromAddress !== undefined && given.row === undefined) {
      values.set(name, fromAddress);
      continue;
    }
    const value = given.row ? given.row[name] : (given.initial?.get(name) ?? field.default);
    if (value !== undefined && value !== null) values.set(name, widgetOf(field).text(value, words));
  }
  return values;
}
