import type { FieldId } from "../../definition/ids.ts";
import type { ConstraintDesign } from "../design/constraint-design.ts";
import type { TableDesign } from "../design/table-design.ts";
import { type ConstraintRef, constraintRefs } from "../operations/constraint-ref.ts";
import type { TableRef } from "../operations/operation-type.ts";
import type { Operation } from "../operations/registry.ts";
import type { CurrentTable } from "./current-tables.ts";
import type { TablePlan } from "./table-plan.ts";
import { typeChange } from "./type-change.ts";

/**
 * The operations for the constraints of a table that exists. An object whose name says the same stays, also when its
 * columns are renamed: Postgres keeps them by number. Another one is built beside the old and replaces it in the switch.
 */
export function planConstraints(
  plan: TablePlan,
  about: { readonly want: TableDesign; readonly have: CurrentTable; readonly table: TableRef },
): void {
  const { want, have, table } = about;
  const changed = changedColumns(plan, want, have);
  const stays = ({ fieldIds }: ConstraintDesign): boolean => !fieldIds.some((id) => changed.retyped.has(id));
  const wanted = new Set((want.constraints ?? []).filter(stays).flatMap(objectNames));
  const there = new Set(have.constraints.filter(stays).flatMap(objectNames));

  const namesNow = namesIn([...have.columns.values()].map(({ column }) => column));
  for (const constraint of have.constraints) {
    for (const ref of constraintRefs(constraint, { ...table, name: have.name }, namesNow)) {
      if (wanted.has(ref.object.name)) continue;
      plan.dropIndexes.push({ ...ref, kind: "drop_constraint", how: "now" });
    }
  }
  for (const constraint of want.constraints ?? []) {
    const refs = constraintRefs(constraint, table, namesIn(want.columns)).filter(
      ({ object }) => !there.has(object.name),
    );
    if (refs.length === 0) continue;
    const known = constraint.fieldIds.every((id) => have.columns.has(id) && !changed.retyped.has(id));
    const canBuild =
      known &&
      have.place === "live" &&
      constraint.fieldIds.every((id) => !changed.values.has(id) && have.columns.get(id)?.place === "live");
    for (const ref of refs)
      add(plan, ref, canBuild ? { ...ref, table: { ...table, name: have.name }, names: namesNow } : undefined);
    const place = { modelId: table.modelId, constraintId: constraint.constraintId, table: have.name };
    if (known)
      plan.facts.push({
        kind: "breaking",
        ...place,
        label: constraint.label,
        breaking: constraint.breaking,
        names: namesNow,
      });
    if (have.place === "live" && refs.some(({ object }) => object.kind === "exclusion")) {
      plan.facts.push({ kind: "excluded", ...place, label: constraint.label });
    }
  }
}

/** Those of a table that the same plan creates. */
export const constraintsOfNewTable = (design: TableDesign, table: TableRef): readonly Operation[] =>
  (design.constraints ?? []).flatMap((constraint) =>
    constraintRefs(constraint, table, namesIn(design.columns)).map(
      (ref): Operation => ({ ...ref, kind: "add_constraint", how: "now", isNewTable: true }),
    ),
  );

/** Those of a table that is archived, so that nothing invisible refuses a write. */
export const droppedConstraints = (have: CurrentTable, label: string): readonly Operation[] =>
  have.constraints.flatMap((constraint) =>
    constraintRefs(
      constraint,
      { modelId: have.modelId, label, name: have.name },
      namesIn([...have.columns.values()].map(({ column }) => column)),
    ).map((ref): Operation => ({ ...ref, kind: "drop_constraint", how: "now" })),
  );

function add(plan: TablePlan, after: ConstraintRef, before: ConstraintRef | undefined): void {
  // An exclusion has no way to be built beside traffic.
  if (!before || after.object.kind === "exclusion") {
    plan.indexes.push({ ...after, kind: "add_constraint", how: "now", isNewTable: false });
    return;
  }
  plan.build.push({ ...before, kind: "add_constraint", how: "beside", isNewTable: false });
  if (before.object.kind === "check") plan.build.push({ ...before, kind: "validate_constraint" });
}

const objectNames = ({ objects }: ConstraintDesign): readonly string[] => objects.map(({ name }) => name);

const namesIn = (columns: readonly { readonly fieldId: FieldId; readonly name: string }[]): ConstraintRef["names"] =>
  Object.fromEntries(columns.map(({ fieldId, name }) => [fieldId, name]));

/** Columns whose type the plan changes, and those whose values it changes: their constraints are added after that. */
function changedColumns(
  plan: TablePlan,
  want: TableDesign,
  have: CurrentTable,
): { readonly retyped: ReadonlySet<FieldId>; readonly values: ReadonlySet<FieldId> } {
  const retyped = want.columns.flatMap(({ fieldId, sqlType }) => {
    const now = have.columns.get(fieldId)?.column.sqlType;
    return now !== undefined && typeChange(now, sqlType).kind !== "same" ? [fieldId] : [];
  });
  const values = plan.values.flatMap((operation) =>
    operation.kind === "rename_choices" || operation.kind === "fill_column" ? [operation.column.fieldId] : [],
  );
  return { retyped: new Set(retyped), values: new Set(values) };
}
