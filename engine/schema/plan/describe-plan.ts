import { printSql } from "../../sql/sql.ts";
import { type Description, type Hazard, UNTOUCHED } from "../operations/operation-type.ts";
import { describeOperation, operationHazards, operationLock, operationStatements } from "../operations/registry.ts";
import type { SchemaPlan } from "./schema-plan.ts";

/** One line of the migration as the publish panel shows it. */
export interface DescribedStep extends Description {
  readonly sql: readonly string[];
  readonly lock: string;
  readonly hazards: readonly Hazard[];
}

export function describeSteps(plan: SchemaPlan, schemaName: string): DescribedStep[] {
  const arriving = new Set(
    plan.operations.flatMap(({ operation }) => (operation.kind === "adopt_staged_table" ? [operation.modelId] : [])),
  );
  return plan.operations.map(({ operation }) => {
    // A model that this plan creates has no readers or writers yet, so nothing waits and no row is added meanwhile.
    const isQuiet = operation.kind === "change_required" && arriving.has(operation.table.modelId);
    return {
      ...describeOperation(operation),
      sql: operationStatements(operation, schemaName).map((statement) => printSql(statement).text),
      lock: isQuiet ? UNTOUCHED : operationLock(operation),
      hazards: isQuiet ? [] : operationHazards(operation),
    };
  });
}

/** The plan as lines of text: `+ Add field Price to Book`. */
export const describePlan = (plan: SchemaPlan): string[] =>
  plan.operations.map(({ operation }) => {
    const { sign, description } = describeOperation(operation);
    return `${sign} ${description}`;
  });
