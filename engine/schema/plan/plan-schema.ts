import type { ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { Problem } from "../../problem.ts";
import { designSchema } from "../design/design-schema.ts";
import type { ColumnDesign, PhysicalState, TableKey } from "../design/table-design.ts";
import type { TableRef } from "../operations/operation-type.ts";
import { type Operation, operationTouches } from "../operations/registry.ts";
import { passingName } from "../physical-names.ts";
import { type CurrentTable, currentTables } from "./current-tables.ts";
import { orderRenames } from "./order-renames.ts";
import { constraintsOfNewTable, droppedConstraints } from "./plan-constraints.ts";
import { planTable } from "./plan-table.ts";
import type { FillAnswers, SchemaPlan } from "./schema-plan.ts";
import type { TablePlan } from "./table-plan.ts";

export interface PlanInput {
  /** The live definition; undefined before the first publish. */
  readonly from: DefinitionReader | undefined;
  readonly to: DefinitionReader;
  /** The archived and staged objects, in addition to the live design. */
  readonly physical: PhysicalState;
  readonly answers: FillAnswers;
}

/**
 * The changes of the database that publishing would make: two definitions compared by record id, as operations in a
 * valid order. Pure: the studio may run it, the server does, and the worker runs it again and compares.
 *
 * The order of the switch: dropped foreign keys, indexes and constraints; archived tables; renamed tables (chains from their end,
 * circles through a temporary name); restored, adopted and created tables; columns of each table (archived, renamed,
 * restored, added, retyped); their values (defaults, fills, required); indexes and constraints; foreign keys. Each stage frees names
 * that a later one uses.
 */
export function planSchema({ from, to, physical, answers }: PlanInput): SchemaPlan {
  const current = currentTables(from ? designSchema(from) : { tables: [] }, physical);
  const wanted = designSchema(to);
  const labelOf = (modelId: ModelId) => to.model(modelId)?.label ?? from?.model(modelId)?.label ?? "?";

  const archived: Operation[] = [];
  for (const table of current.values()) {
    if (table.place !== "live" || to.model(table.modelId)) continue;
    const columns = [...table.columns.values()].flatMap(({ place, column }) => (place === "live" ? [column] : []));
    const design = { modelId: table.modelId, name: table.name, ...(table.key ? { key: table.key } : {}), columns };
    archived.push(...droppedConstraints(table, labelOf(table.modelId)));
    archived.push({ kind: "archive_table", label: labelOf(table.modelId), table: design });
  }

  const problems: Problem[] = [];
  const created: Operation[] = [];
  const newConstraints: Operation[] = [];
  const newKeys: Operation[] = [];
  const plans: TablePlan[] = [];
  const renames: { key: ModelId; from: string; to: string }[] = [];
  for (const want of wanted.tables) {
    const have = current.get(want.modelId);
    const label = labelOf(want.modelId);
    if (!have) {
      created.push({ kind: "create_table", label, table: want });
      newConstraints.push(...constraintsOfNewTable(want, { modelId: want.modelId, label, name: want.name }));
      newKeys.push(...keysOfNewTable(to, want.columns, { modelId: want.modelId, label, name: want.name }));
      continue;
    }
    if (have.place !== "staged" && have.key !== want.key) {
      problems.push(refusedKey(label, want.modelId));
      continue;
    }
    if (have.place === "live") renames.push({ key: want.modelId, from: have.name, to: want.name });
    else if (have.place === "aside") {
      created.push({ kind: "restore_table", label, modelId: want.modelId, name: want.name });
    } else created.push(adopt(have, want, { label, rows: stagedRows(physical, want.modelId) }));
    plans.push(planTable({ to, want, have, current, answers, from }));
  }
  const renamed = orderRenames(renames, passingName).map(
    ({ key, from: name, to: next, passing }): Operation => ({
      kind: "rename_table",
      table: { modelId: key, label: labelOf(key), name },
      to: next,
      passing,
    }),
  );

  // Filled before indexes and constraints are built.
  const build = plans
    .flatMap((plan) => plan.build)
    .sort((a, b) => Number(b.kind === "fill_ahead") - Number(a.kind === "fill_ahead"));
  const switching = [
    ...plans.flatMap((plan) => plan.dropKeys),
    ...plans.flatMap((plan) => plan.dropIndexes),
    ...archived,
    ...renamed,
    ...created,
    ...plans.flatMap((plan) => plan.columns),
    ...plans.flatMap((plan) => plan.values),
    ...plans.flatMap((plan) => plan.indexes),
    ...newConstraints,
    ...newKeys,
    ...plans.flatMap((plan) => plan.addKeys),
  ];
  return {
    operations: [
      ...build.map((operation) => ({ phase: "build", operation }) as const),
      ...switching.map((operation) => ({ phase: "switch", operation }) as const),
    ],
    facts: plans.flatMap((plan) => plan.facts),
    problems: [...problems, ...plans.flatMap((plan) => plan.problems)],
    locks: locksOf(switching, current),
  };
}

/** Rows of other models, and links outside the app, contain the existing keys. */
function refusedKey(label: string, modelId: ModelId): Problem {
  return {
    code: "PLAN_E004",
    severity: "error",
    recordId: modelId,
    property: "key",
    message: `${label} is published, so the kind of its keys cannot be changed any more: its rows are known by them.`,
    hint: "Choose the kind of key that it had. For the other one, add a new model beside it.",
  };
}

function keysOfNewTable(to: DefinitionReader, columns: readonly ColumnDesign[], table: TableRef): Operation[] {
  return columns.flatMap((column): Operation[] => {
    const parent = column.references ? to.model(column.references) : undefined;
    if (!parent) return [];
    const label = to.field(column.fieldId)?.label ?? column.name;
    return [
      {
        kind: "add_foreign_key",
        table,
        column: { fieldId: column.fieldId, label, name: column.name },
        parent: { modelId: parent.id, label: parent.label, name: parent.name },
        empty: true,
      },
    ];
  });
}

function adopt(
  have: CurrentTable,
  want: {
    readonly modelId: ModelId;
    readonly name: string;
    readonly key?: TableKey;
    readonly columns: readonly { fieldId: `fld_${string}`; name: string }[];
  },
  about: { readonly label: string; readonly rows: number },
): Operation {
  const wanted = new Set(want.columns.map(({ fieldId }) => fieldId));
  return {
    kind: "adopt_staged_table",
    label: about.label,
    modelId: want.modelId,
    tableName: have.name,
    name: want.name,
    rows: about.rows,
    columns: want.columns
      .filter(({ fieldId }) => have.columns.has(fieldId))
      .map(({ fieldId, name }) => ({ fieldId, name })),
    dropped: [...have.columns.keys()].filter((fieldId) => !wanted.has(fieldId)),
    ...(want.key ? { key: want.key } : {}),
    ...(have.key === want.key ? {} : { rekeyed: true as const }),
  };
}

const stagedRows = (physical: PhysicalState, modelId: ModelId): number =>
  physical.staged.find((staged) => staged.modelId === modelId)?.rows ?? 0;

/** The existing tables that the switch changes, including parents of foreign keys, by their present names. */
function locksOf(operations: readonly Operation[], current: ReadonlyMap<ModelId, CurrentTable>): string[] {
  const touched = new Set(operations.flatMap(operationTouches));
  return [...touched].flatMap((modelId) => current.get(modelId)?.name ?? []).sort();
}
