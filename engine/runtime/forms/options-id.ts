import type { FieldRecord } from "../../definition/records/field.ts";
import { type Choices, choicesOf } from "../../expressions/choices.ts";
import type { FormField, FormLines, FormPlan } from "../../forms/form-plan.ts";
import type { FormCall } from "./form-call.ts";

/** A field that chooses rows: of the form itself, or as each row of lines asks for it. */
export interface ChoosingField {
  readonly field: FormField;
  readonly lines?: FormLines;
}

/** The relation whose condition says which rows a field may be set to; a list of linked rows has that of its links. */
export const relationOf = ({ field, list }: FormField): FieldRecord | undefined => list?.link.far ?? field;

export const choicesFor = (call: Pick<FormCall, "live">, field: FormField): Choices | undefined => {
  const relation = relationOf(field);
  return relation && choicesOf(call.live.snapshot.reader, relation);
};

/** By which the options of a field are found: those of its model, unless it may only be set to some of them. */
export function optionsId(call: Pick<FormCall, "live">, plan: FormPlan, choosing: ChoosingField): string | undefined {
  const { field, lines } = choosing;
  if (field.target === undefined) return undefined;
  const choices = choicesFor(call, field);
  if (!choices) return field.target;
  return `${plan.domId}.${lines ? `${lines.name}.${field.name}` : field.name}`;
}

/** The fields of a form, those of its rows too, as `optionsId` takes them. */
export function choosingOf(plan: FormPlan, field: FormField): ChoosingField {
  const { line } = field;
  const lines = line && plan.lines.find(({ name }) => name === line.list);
  const own = lines?.fields.find(({ name }) => name === line?.name);
  return lines && own ? { field: own, lines } : { field };
}

/** Whether the rows that a field offers depend on what other fields of the form hold. */
export function followsForm(call: Pick<FormCall, "live">, plan: FormPlan, field: FormField): boolean {
  const reads = field.list || field.line ? [] : (choicesFor(call, field)?.reads ?? []);
  return plan.fields.some(({ name, isReadOnly, field: own }) => own && !isReadOnly && reads.includes(name));
}
