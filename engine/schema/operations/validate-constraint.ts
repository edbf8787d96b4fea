import { identifier, sql } from "../../sql/sql.ts";
import { type ConstraintRef, constraintText } from "./constraint-ref.ts";
import { BESIDE, defineOperation } from "./operation-type.ts";

/** Looks at every row for a CHECK that was added without it. Nobody waits. */
export interface ValidateConstraint extends ConstraintRef {
  readonly kind: "validate_constraint";
}

export const validateConstraint = defineOperation<ValidateConstraint>({
  describe: (operation) => ({
    sign: "~",
    recordId: operation.constraintId,
    description: `Look at every row for ${constraintText(operation)}`,
  }),
  statements: ({ table, object }, schemaName) => [
    sql`ALTER TABLE ${identifier(schemaName, table.name)} VALIDATE CONSTRAINT ${identifier(object.name)}`,
  ],
  lock: () => BESIDE,
  hazards: () => [],
  reverse: () => undefined,
  touches: () => [],
});
