import type { FormPlan } from "../../forms/form-plan.ts";
import type { FieldOptions, OptionRow } from "../../forms/widgets/widget.ts";
import { afterGuard, MAX_EXTRAS } from "../../query/guard.ts";
import { MAX_OPTIONS } from "../../query/option-rows.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import { type FormCall, unitOf } from "./form-call.ts";

type OptionsByModel = ReadonlyMap<string, FieldOptions>;

/** The rows that the relations of these forms may be set to, as far as the caller may read them: one statement. */
export async function readOptions(call: FormCall, forms: readonly FormPlan[]): Promise<OptionsByModel | typeof STALE> {
  const targets = new Set(forms.flatMap(({ fields }) => fields.flatMap(({ target }) => target ?? [])));
  const { rules, reader } = call.live.snapshot;
  const readable = [...targets].filter((id) => rules.permits(id, "read", call.caller, call.facts));
  const models = readable.flatMap((id) => reader.model(id) ?? []).slice(0, MAX_EXTRAS);
  const found = new Map<string, FieldOptions>();
  const [form] = forms;
  if (models.length === 0 || !form) return found;
  const row = await runRead(call, unitOf(call, form.modelId).options(call.who, models), {});
  if (row === STALE) return STALE;
  for (const [index, { id }] of models.entries()) {
    const rows = JSON.parse(row[afterGuard(index)] ?? "[]") as OptionRow[];
    found.set(id, rows.length > MAX_OPTIONS ? { kind: "many", rows } : { kind: "few", rows });
  }
  return found;
}

/** By the names of a form's fields. */
export const optionsOfFields = ({ fields }: FormPlan, byModel: OptionsByModel): ReadonlyMap<string, FieldOptions> =>
  new Map(
    fields.flatMap(({ name, target }): [string, FieldOptions][] =>
      target === undefined ? [] : [[name, byModel.get(target) ?? { kind: "none" }]],
    ),
  );
