import { assertNever } from "../../assert-never.ts";
import { emptySql, identifier, type Sql, sql } from "../../sql/sql.ts";
import { type ConstraintRef, constraintText, nameIn } from "./constraint-ref.ts";
import { BESIDE, defineOperation, type Hazard, INSTANT, LOOKS_AT_ROWS, UNTOUCHED } from "./operation-type.ts";

/**
 * Adds an object of a constraint.
 *
 * - `beside`: while requests are served. A unique index CONCURRENTLY; a CHECK without looking at the rows, which
 *   `validate_constraint` does afterwards. From then on every write is judged.
 * - `now`: inside the switch, because the table is new or its columns are changed by the same plan, or because there is
 *   no other way: an exclusion cannot be built beside traffic.
 */
export interface AddConstraint extends ConstraintRef {
  readonly kind: "add_constraint";
  readonly how: "beside" | "now";
  /** The table is created by the same plan. */
  readonly isNewTable: boolean;
}

export const addConstraint = defineOperation<AddConstraint>({
  describe: (operation) => ({
    sign: "+",
    recordId: operation.constraintId,
    description: `Hold ${constraintText(operation)}`,
  }),
  statements: ({ table, object, names, how }, schemaName): readonly Sql[] => {
    const [relation, name] = [identifier(schemaName, table.name), identifier(object.name)];
    const body = object.body(nameIn(names));
    switch (object.kind) {
      case "unique":
        return [
          sql`CREATE UNIQUE INDEX ${how === "beside" ? sql`CONCURRENTLY ` : emptySql}${name} ON ${relation} ${body}`,
        ];
      case "check":
        return [
          sql`ALTER TABLE ${relation} ADD CONSTRAINT ${name} ${body}${how === "beside" ? sql` NOT VALID` : emptySql}`,
        ];
      case "exclusion":
        return [sql`ALTER TABLE ${relation} ADD CONSTRAINT ${name} ${body}`];
      default:
        return assertNever(object.kind);
    }
  },
  lock: ({ object, how, isNewTable }) => {
    if (isNewTable) return UNTOUCHED;
    if (how === "now") return LOOKS_AT_ROWS;
    return object.kind === "check" ? INSTANT : BESIDE;
  },
  hazards: ({ isNewTable }): readonly Hazard[] =>
    isNewTable
      ? []
      : [
          {
            code: "may_fail",
            message:
              "Writes that break it are refused as soon as it is there; rows that break it by then stop the release.",
          },
        ],
  reverse: ({ how, isNewTable: _, ...ref }) => ({ ...ref, kind: "drop_constraint", how }),
  touches: ({ table, how, isNewTable }) => (how === "beside" || isNewTable ? [] : [table.modelId]),
});
