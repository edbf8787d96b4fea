import { emptySql, identifier, type Sql, sql } from "../../sql/sql.ts";
import { type ConstraintRef, constraintText } from "./constraint-ref.ts";
import { BESIDE, defineOperation, INSTANT } from "./operation-type.ts";

/** Drops an object of a constraint; `beside` only to take a build back. */
export interface DropConstraint extends ConstraintRef {
  readonly kind: "drop_constraint";
  readonly how: "beside" | "now";
}

export const dropConstraint = defineOperation<DropConstraint>({
  describe: (operation) => ({
    sign: "-",
    recordId: operation.constraintId,
    description: `No longer hold ${constraintText(operation)}`,
  }),
  statements: ({ table, object, how }, schemaName): readonly Sql[] => [
    object.kind === "unique"
      ? sql`DROP INDEX ${how === "beside" ? sql`CONCURRENTLY ` : emptySql}IF EXISTS ${identifier(schemaName, object.name)}`
      : sql`ALTER TABLE ${identifier(schemaName, table.name)} DROP CONSTRAINT IF EXISTS ${identifier(object.name)}`,
  ],
  lock: ({ how, object }) => (how === "beside" && object.kind === "unique" ? BESIDE : INSTANT),
  hazards: () => [],
  reverse: ({ how, ...ref }) => ({ ...ref, kind: "add_constraint", how, isNewTable: false }),
  touches: ({ table, how }) => (how === "beside" ? [] : [table.modelId]),
});
