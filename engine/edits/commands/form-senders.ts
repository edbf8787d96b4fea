import { isForAnyone } from "../../definition/grants.ts";
import type { FormId, RandomBytes } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { formNamesIn } from "../../expressions/form-names.ts";
import { shorten } from "../describe-record.ts";
import { setRule } from "./access.ts";
import type { EditCommand } from "./edit-command.ts";

/** Whether the model's rule admits what comes through this form, from anyone. */
export function isAdmittedByForm(reader: DefinitionReader, formId: FormId): boolean {
  const form = reader.form(formId);
  if (!form) return false;
  const grants = reader.grants(form.modelId, form.action);
  const general = reader.rule(form.modelId, form.action)?.expression ?? "";
  return grants.some(isForAnyone) || formNamesIn(general).some(({ name }) => name === form.name);
}

/**
 * Anyone may send the form, and nothing else is opened: the model's rule admits `request.form == "contact"` besides those
 * that it admits already.
 */
export function admitByForm(
  reader: DefinitionReader,
  { formId }: { readonly formId: FormId },
  random: RandomBytes,
): EditCommand {
  const form = reader.form(formId);
  if (!form) return { label: "Change who may send", operations: [] };
  const label = `Let anyone send the form ${shorten(form.label)}`;
  if (isAdmittedByForm(reader, formId)) return { label, operations: [] };
  const own = `request.form == ${JSON.stringify(form.name)}`;
  const before = reader.rule(form.modelId, form.action)?.expression.trim();
  const expression = before === undefined || before === "false" ? own : `(${before}) or ${own}`;
  const { operations } = setRule(reader, { modelId: form.modelId, action: form.action, expression }, random);
  return { label, operations };
}
