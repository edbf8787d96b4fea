import { printSql } from "../../sql/sql.ts";
import type { Description, Hazard } from "../operations/operation-type.ts";
import { describeOperation, operationHazards, operationLock, operationStatements } from "../operations/registry.ts";
import type { SchemaPlan } from "./schema-plan.ts";

/** One line of the migration as the publish panel shows it. */
export interface DescribedStep extends Description {
  readonly sql: readonly string[];
  readonly lock: string;
  readonly hazards: readonly Hazard[];
}

export function describeSteps(plan: SchemaPlan, schemaName: string): DescribedStep[] {
  return plan.operations.map(({ operation }) => ({
    ...describeOperation(operation),
    sql: operationStatements(operation, schemaName).map((statement) => printSql(statement).text),
    lock: operationLock(operation),
    hazards: operationHazards(operation),
  }));
}

/** The plan as lines of text: `+ Add field Price to Book`. */
export const describePlan = (plan: SchemaPlan): string[] =>
  plan.operations.map(({ operation }) => {
    const { sign, description } = describeOperation(operation);
    return `${sign} ${description}`;
  });
