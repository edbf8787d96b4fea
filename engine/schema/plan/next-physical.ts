import { assertNever } from "../../assert-never.ts";
import type { PhysicalState } from "../design/table-design.ts";
import type { SchemaPlan } from "./schema-plan.ts";

/** The archived and staged objects after the plan has run. Stored in the transaction of the switch. */
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
      case "create_table":
      case "rename_table":
      case "add_column":
      case "rename_column":
      case "rename_choices":
      case "change_type":
      case "match_rows":
      case "write_titles":
      case "fill_ahead":
      case "fill_column":
      case "change_required":
      case "change_default":
      case "create_index":
      case "drop_index":
      case "add_foreign_key":
      case "drop_foreign_key":
      case "add_constraint":
      case "validate_constraint":
      case "drop_constraint":
        break;
      default:
        assertNever(operation);
    }
  }
  return { archived, staged };
}

export const NO_PHYSICAL_STATE: PhysicalState = { archived: [], staged: [] };
