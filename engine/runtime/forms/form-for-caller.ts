import { isManaged } from "../../definition/users.ts";
import type { FormField, FormLines, FormPlan } from "../../forms/form-plan.ts";
import { type FormCall, unitOf } from "./form-call.ts";

/**
 * The form as this caller may use it: without lists of rows that the caller may never read, and with those to read only
 * whose links the caller may neither make nor remove. Who is staff, active or an administrator is asked only of callers
 * whom no rule narrows.
 */
export function formForCaller(call: Pick<FormCall, "live" | "caller" | "who" | "facts">, plan: FormPlan): FormPlan {
  const isAsked = ({ field }: FormField): boolean => !field || call.who.isUnbound || !isManaged(field);
  const isWhole = plan.fields.every((field) => !field.list && isAsked(field));
  if (plan.lines.length === 0 && isWhole) return plan;
  return {
    ...plan,
    fields: plan.fields.filter(isAsked).flatMap((field) => fieldForCaller(call, plan, field)),
    lines: plan.lines.flatMap((lines) => linesForCaller(call, lines)),
  };
}

function fieldForCaller(
  call: Pick<FormCall, "live" | "caller" | "who" | "facts">,
  { modelId }: FormPlan,
  field: FormField,
): readonly FormField[] {
  const { list } = field;
  if (!list) return [field];
  const { model, view } = { model: list.owner, view: unitOf(call, modelId).view(call.who, "pages") };
  if (!view.collection(model, list.name)) return [];
  const { rules } = call.live.snapshot;
  const mayChange = (["create", "delete"] as const).some((action) =>
    rules.permits(list.link.model.id, action, call.caller, call.facts),
  );
  return [mayChange ? field : { ...field, isReadOnly: true }];
}

/** Lines of which the caller may do nothing are not shown. */
function linesForCaller({ live, caller, facts }: Parameters<typeof formForCaller>[0], lines: FormLines) {
  const may = (action: "create" | "update" | "delete"): boolean =>
    live.snapshot.rules.permits(lines.collection.target.id, action, caller, facts);
  if (!may("create") && !may("update") && !may("delete")) return [];
  const mayCreate = may("create");
  return [
    {
      ...lines,
      canAdd: lines.canAdd && mayCreate,
      canDelete: lines.canDelete && may("delete"),
      ...(may("update") ? {} : { areStoredReadOnly: true as const }),
      blank: mayCreate ? lines.blank : 0,
    },
  ];
}
