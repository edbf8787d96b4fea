import { keyOf } from "../../field-types/keys.ts";
import type { FormPlan } from "../../forms/form-plan.ts";
import type { ReadForm } from "../../forms/read-form.ts";
import { formWords } from "../../views/forms/form-words.ts";
import { STALE } from "../execution/run-statement.ts";
import { type FormCall, readFormRow, unitOf } from "./form-call.ts";

/**
 * What is wrong with the rows that fields of the form alone name: there is no such row, or the caller may not read it.
 * No write judges them, since they are written nowhere.
 */
export async function wrongOwnRows(
  call: FormCall,
  plan: FormPlan,
  read: Pick<ReadForm, "typed">,
): Promise<ReadonlyMap<string, string> | typeof STALE> {
  const wrong = new Map<string, string>();
  const { reader, rules } = call.live.snapshot;
  for (const { name, label, field, list, target } of plan.fields) {
    const text = read.typed.get(name)?.trim() ?? "";
    const model = field || list || target === undefined || text === "" ? undefined : reader.model(target);
    if (!model) continue;
    const key = keyOf(model).parse(/^\d+$/.test(text) ? Number(text) : text);
    const mayRead = rules.permits(model.id, "read", call.caller, call.facts);
    const row = key.ok && mayRead ? await readFormRow(call, unitOf(call, model.id), { id: key.value }) : undefined;
    if (row === STALE) return STALE;
    if (!row) wrong.set(name, formWords(reader).texts.wrong.row(label));
  }
  return wrong;
}
