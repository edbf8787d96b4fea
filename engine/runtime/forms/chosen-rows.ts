import type { JsonValue } from "../../definition/json.ts";
import { keyOf } from "../../field-types/keys.ts";
import type { FormBody } from "../../forms/form-body.ts";
import type { FormField, FormPlan } from "../../forms/form-plan.ts";
import { readForm } from "../../forms/read-form.ts";
import { DO_INPUT, ENTER, findAction, searchedFor, searchOf } from "../../forms/widgets/pick-rows.ts";
import { likePattern } from "../../query/filter.ts";
import { chosenSlot, FIND_SLOT } from "../../query/option-rows.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { formWords } from "../../views/forms/form-words.ts";
import type { FormCall } from "./form-call.ts";
import { choosingOf, optionsId } from "./options-id.ts";

/** What a page's statement is given of a form that is shown again: rows whose titles it needs, and what is looked for. */
export interface ChosenRows {
  /** By the id of the options. */
  readonly keys: ReadonlyMap<string, readonly SqlValue[]>;
  /** For which field of the form rows are looked for; `id` is that of its options. */
  readonly search: { readonly field: string; readonly id: string; readonly text: string } | undefined;
  /** What the form says of its row and of its lines, by the names in its body. */
  readonly sent?: { readonly form: string; readonly values: Readonly<Record<string, JsonValue>> };
  /** What the page's address says. */
  readonly address?: ReadonlyMap<string, string>;
}

export const NONE_CHOSEN: ChosenRows = { keys: new Map(), search: undefined };

const MAX_KEYS = 100;

/** From a form that was sent, with the fields of its rows. */
export const chosenInBody = (call: Pick<FormCall, "live">, plan: FormPlan, body: FormBody): ChosenRows => ({
  keys: keysOf(call, withPlan(plan, plan.fields), (name) => body.all(name)),
  search: searchIn(call, plan, body),
  sent: { form: plan.key, values: readForm(plan, body, formWords(call.live.snapshot.reader)).values },
});

/** From the address of a page, which may fill in forms. */
export const chosenInAddress = (
  call: Pick<FormCall, "live">,
  plans: readonly FormPlan[],
  address: ReadonlyMap<string, string>,
): ChosenRows => {
  const fields = plans.flatMap((plan) =>
    withPlan(
      plan,
      plan.fields.filter(({ fromAddress }) => fromAddress),
    ),
  );
  return { keys: keysOf(call, fields, (name) => [address.get(name) ?? ""]), search: undefined, address };
};

interface FieldOfPlan {
  readonly plan: FormPlan;
  readonly field: FormField;
}

const withPlan = (plan: FormPlan, fields: readonly FormField[]): readonly FieldOfPlan[] =>
  fields.map((field) => ({ plan, field }));

function keysOf(
  call: Pick<FormCall, "live">,
  fields: readonly FieldOfPlan[],
  textsOf: (name: string) => readonly string[],
): ReadonlyMap<string, readonly SqlValue[]> {
  const keys = new Map<string, SqlValue[]>();
  for (const { plan, field } of fields) {
    const id = optionsId(call, plan, choosingOf(plan, field));
    const model = field.target && call.live.snapshot.reader.model(field.target);
    if (!model || id === undefined) continue;
    const read = textsOf(field.name).flatMap((text) => {
      const parsed = keyOf(model).parse(text.trim());
      return parsed.ok ? [parsed.value] : [];
    });
    if (read.length > 0) keys.set(id, [...(keys.get(id) ?? []), ...read].slice(0, MAX_KEYS));
  }
  return keys;
}

/** *Find* was pressed, or Enter after a title was typed that has not been looked for yet. */
function searchIn(call: Pick<FormCall, "live">, plan: FormPlan, body: FormBody): ChosenRows["search"] {
  const asked = body.last(DO_INPUT);
  const textOf = ({ name }: FormField): string => (body.last(searchOf(name)) ?? "").trim();
  const isNew = (field: FormField): boolean =>
    textOf(field) !== "" && textOf(field) !== (body.last(searchedFor(field.name)) ?? "").trim();
  const field =
    asked === ENTER
      ? plan.fields.find((one) => one.target !== undefined && isNew(one))
      : plan.fields.find(({ name, target }) => target !== undefined && asked === findAction(name));
  const id = field && optionsId(call, plan, choosingOf(plan, field));
  return field && id !== undefined ? { field: field.name, id, text: textOf(field) } : undefined;
}

/** The values of the statement's slots. */
export function chosenSlots({ keys, search }: ChosenRows): Readonly<Record<string, SqlValue>> {
  const slots: Record<string, SqlValue> = {};
  for (const [id, values] of keys) slots[chosenSlot(id)] = values as SqlValue;
  if (search) slots[FIND_SLOT] = likePattern("contains", search.text);
  return slots;
}
