import type { CallerClass } from "../access/caller-classes.ts";
import { hasDefault } from "../definition/records/field.ts";
import type { FormField, FormLines, FormPlan } from "./form-plan.ts";

type Rights = Pick<CallerClass, "may">;

/**
 * A form as a class of callers has it: without the fields that they may not set, and in a change also without those that they
 * may not read, since an empty input would take their value away. The fields of its lines follow the rules of their own
 * model. What the form gives by itself stays: a builder decided it.
 */
export function formOfClass(plan: FormPlan, who: Rights): FormPlan {
  const isOpen = (field: FormField): boolean =>
    plan.action === "create" ? isOpenInNewRow(field, who) : isOpenInStoredRow(field, who);
  const lines = plan.lines.flatMap((each) => linesOfClass(each, who));
  if (plan.lines.length === 0 && plan.fields.every(isOpen)) return plan;
  return { ...plan, fields: plan.fields.filter(isOpen), lines };
}

function isOpenInNewRow({ field, list, isReadOnly }: FormField, who: Rights): boolean {
  if (list && ![list.via, list.link.far].every((end) => who.may("read", end) && who.may("write", end))) return false;
  return !field || who.may(isReadOnly ? "read" : "write", field);
}

const isOpenInStoredRow = (field: FormField, who: Rights): boolean =>
  isOpenInNewRow(field, who) && (!field.field || who.may("read", field.field));

/**
 * Lines without the relation to their row do not exist. No row is added by callers who may not set what it needs: it would be
 * refused, for a field that they cannot see.
 */
function linesOfClass({ position, ...whole }: FormLines, who: Rights): readonly FormLines[] {
  if (!who.may("read", whole.collection.via)) return [];
  const mayMove = position && who.may("read", position) && who.may("write", position);
  const lines: FormLines = mayMove ? { ...whole, position } : whole;
  const fields = lines.fields.flatMap((field) => {
    if (isOpenInStoredRow(field, who)) return [field];
    return isOpenInNewRow(field, who) ? [{ ...field, isOfNewRows: true as const }] : [];
  });
  if (fields.length === lines.fields.length && !fields.some(({ isOfNewRows }) => isOfNewRows)) return [lines];
  const kept = new Set(fields.map(({ name }) => name));
  const lacksNeeded = lines.fields.some((field) => !kept.has(field.name) && isNeeded(field));
  const mayAdd = !lacksNeeded && fields.some(({ isReadOnly }) => !isReadOnly);
  return [{ ...lines, fields, ...(mayAdd ? {} : { canAdd: false, blank: 0 }) }];
}

const isNeeded = ({ field }: FormField): boolean => field !== undefined && field.required && !hasDefault(field);
