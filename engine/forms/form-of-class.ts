import type { CallerClass } from "../access/caller-classes.ts";
import type { FormField, FormPlan } from "./form-plan.ts";

/**
 * A form as a class of callers has it: without the fields that they may not set, and in a change also without those that they
 * may not read, since an empty input would take their value away. What the form gives by itself stays: a builder decided it.
 */
export function formOfClass(plan: FormPlan, who: Pick<CallerClass, "may">): FormPlan {
  const isOpen = ({ field, list, isReadOnly }: FormField): boolean => {
    if (list && ![list.via, list.link.far].every((end) => who.may("read", end) && who.may("write", end))) return false;
    if (!field) return true;
    const isShown = isReadOnly || plan.action !== "create";
    return (isReadOnly || who.may("write", field)) && (!isShown || who.may("read", field));
  };
  return plan.fields.every(isOpen) ? plan : { ...plan, fields: plan.fields.filter(isOpen) };
}
