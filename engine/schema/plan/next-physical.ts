import type { PhysicalState } from "../design/table-design.ts";
import type { SchemaPlan } from "./schema-plan.ts";

/** What is set aside and staged once the plan has run. It is stored in the transaction of the switch. */
export function nextPhysical(plan: SchemaPlan, physical: PhysicalState): PhysicalState {
  let { setAside, staged } = physical;
  for (const { operation } of plan.operations) {
    switch (operation.kind) {
      case "set_aside_table":
        setAside = [...setAside, { kind: "table", modelId: operation.table.modelId, table: operation.table }];
        break;
      case "bring_back_table":
        setAside = setAside.filter((item) => item.kind !== "table" || item.modelId !== operation.modelId);
        break;
      case "set_aside_column": {
        const { modelId } = operation.table;
        setAside = [
          ...setAside,
          { kind: "column", fieldId: operation.column.fieldId, modelId, column: operation.column },
        ];
        break;
      }
      case "bring_back_column":
        setAside = setAside.filter((item) => item.kind !== "column" || item.fieldId !== operation.fieldId);
        break;
      case "adopt_staged_table":
        staged = staged.filter((table) => table.modelId !== operation.modelId);
        break;
    }
  }
  return { setAside, staged };
}

export const NO_PHYSICAL_STATE: PhysicalState = { setAside: [], staged: [] };
