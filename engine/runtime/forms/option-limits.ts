import type { JsonValue } from "../../definition/json.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { keyOf } from "../../field-types/keys.ts";
import { formBody } from "../../forms/form-body.ts";
import type { FormLines, FormPlan } from "../../forms/form-plan.ts";
import { freshValues } from "../../forms/fresh-values.ts";
import { readForm } from "../../forms/read-form.ts";
import { limitSlots, limitValues, type OptionLimit } from "../../query/option-limit.ts";
import type { OptionRows } from "../../query/option-rows.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { formWords } from "../../views/forms/form-words.ts";
import type { ChosenRows } from "./chosen-rows.ts";
import { type FormCall, type FormPage, formFacts } from "./form-call.ts";
import { type ChoosingField, choicesFor, relationOf } from "./options-id.ts";

type Values = Readonly<Record<string, JsonValue>>;

interface LimitInput {
  readonly plan: FormPlan;
  readonly choosing: ChoosingField;
  readonly chosen: ChosenRows;
  readonly page: Pick<FormPage, "params">;
  /** The form shows the page's own row. */
  readonly isOfRow: boolean;
}

/** Which rows a field may be set to, and what the condition reads; undefined where it may be set to all. */
export function optionLimit(call: FormCall, input: LimitInput): OptionLimit | undefined {
  const { choosing, isOfRow } = input;
  const { field, lines } = choosing;
  const { reader } = call.live.snapshot;
  const choices = choicesFor(call, field);
  const relation = relationOf(field);
  const owner = relation && reader.model(relation.modelId);
  if (!choices || !owner) return undefined;
  const limited = { choices, owner, relation };
  if (field.list)
    return { ...limited, sent: new Map(), stored: undefined, ...(isOfRow ? { via: field.list.via } : {}) };
  if (!lines) {
    const sent = limitValues(reader, limited, formValues(call, input));
    return { ...limited, sent, stored: isOfRow ? "page" : undefined };
  }
  const { row, values } = searchedLine(input, lines);
  const via = isOfRow ? { via: lines.collection.via } : {};
  const isStored = isOfRow && row?.startsWith("r") === true;
  const sent = limitValues(reader, limited, values);
  const isFoundOnly = choices.reads.length > 0;
  return { ...limited, sent, stored: isStored ? "line" : undefined, isFoundOnly, ...via };
}

/** What a form says of its row: what was sent, and of a new row also what the form starts with and gives by itself. */
function formValues(call: FormCall, { plan, chosen, page }: LimitInput): Values {
  const { snapshot } = call.live;
  const sent = chosen.sent?.form === plan.key ? chosen.sent.values : undefined;
  if (plan.action !== "create") return sent ?? {};
  const defaults = snapshot.reader
    .fields(plan.modelId)
    .flatMap(({ name, default: start }) => (start === undefined ? [] : [[name, start] as const]));
  const facts = formFacts(call, page);
  const fixed = plan.fixed.flatMap(({ field, value }) => (field.field ? [[field.name, value(facts)] as const] : []));
  return {
    ...Object.fromEntries(defaults),
    ...(sent ?? startValues(call, plan, { facts, chosen })),
    ...Object.fromEntries(fixed),
  };
}

/** What the inputs of a new form hold, as it would be sent. */
function startValues(
  call: FormCall,
  plan: FormPlan,
  { facts, chosen }: { readonly facts: ReturnType<typeof formFacts>; readonly chosen: ChosenRows },
): Values {
  const words = formWords(call.live.snapshot.reader);
  const fresh = freshValues(plan, words, { facts });
  const named = plan.fields.flatMap(({ name, fromAddress }): [string, string][] => {
    const text = chosen.address?.get(name);
    return fromAddress && text ? [[name, text]] : [];
  });
  return readForm(plan, formBody([...new Map([...fresh, ...named])]), words).values;
}

/** The row of lines for which rows are looked for, and what was sent of it under the names of its fields. */
function searchedLine({ plan, chosen }: LimitInput, lines: FormLines) {
  const [list, row] = chosen.search?.field.split(".") ?? [];
  const values: Record<string, JsonValue> = {};
  if (list !== lines.name || row === undefined || chosen.sent?.form !== plan.key) return { row: undefined, values };
  const prefix = `${list}.${row}.`;
  for (const [name, value] of Object.entries(chosen.sent.values))
    if (name.startsWith(prefix)) values[name.slice(prefix.length)] = value;
  return { row, values };
}

/** The values of the slots of `optionRows` that conditions read. */
export function slotsOfLimits(options: readonly OptionRows[], chosen: ChosenRows): Readonly<Record<string, SqlValue>> {
  const slots: Record<string, SqlValue> = {};
  for (const { id, limit } of options) {
    if (limit) Object.assign(slots, limitSlots(id, limit, lineKey(limit.owner, chosen)));
  }
  return slots;
}

function lineKey(owner: ModelRecord, { search }: ChosenRows): SqlValue {
  const key = keyOf(owner).parse(search?.field.split(".")[1]?.slice(1) ?? null);
  return key.ok ? key.value : null;
}
