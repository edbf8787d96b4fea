import type { PhysicalState } from "../design/table-design.ts";
import type { SchemaPlan } from "./schema-plan.ts";

/** What is archived and staged once the plan has run. It is stored in the transaction of the switch. */
export function nextPhysical(plan: SchemaPlan, physical: PhysicalState): PhysicalState {
  let { archived, staged } = physical;
  for (const { operation } of plan.operations) {
    switch (operation.kind) {
      case "archive_table":
        archived = [...archived, { kind: "table", modelId: operation.table.modelId, table: operation.table }];
        break;
      case "restore_table":
        archived = archived.filter((item) => item.kind !== "table" || item.modelId !== operation.modelId);
        break;
      case "archive_column": {
        const { modelId } = operation.table;
        archived = [
          ...archived,
          { kind: "column", fieldId: operation.column.fieldId, modelId, column: operation.column },
        ];
        break;
      }
      case "restore_column":
        archived = archived.filter((item) => item.kind !== "column" || item.fieldId !== operation.fieldId);
        break;
      case "adopt_staged_table":
        staged = staged.filter((table) => table.modelId !== operation.modelId);
        break;
    }
  }
  return { archived, staged };
}

export const NO_PHYSICAL_STATE: PhysicalState = { archived: [], staged: [] };
