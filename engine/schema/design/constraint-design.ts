import type { ConstraintId, FieldId } from "../../definition/ids.ts";
import type { ConstraintTypeKind } from "../../definition/records/constraint.ts";
import type { Sql } from "../../sql/sql.ts";
import type { ConstraintObjectKind } from "../physical-names.ts";

/** The name of a column at the moment at which SQL is printed: a plan prints the same constraint before and after a rename. */
export type NameOf = (fieldId: FieldId) => string;

/** A constraint of a table: what keeps it in Postgres, and how rows that break it are found. */
export interface ConstraintDesign {
  readonly constraintId: ConstraintId;
  readonly type: ConstraintTypeKind;
  /** What people call it in a plan: its message. */
  readonly label: string;
  /** The columns that it reads. */
  readonly fieldIds: readonly FieldId[];
  readonly objects: readonly ConstraintObject[];
  /** Two rows without a value are equal: Postgres 15 and later. */
  readonly emptyEqual: boolean;
  readonly breaking: BreakingRows;
}

/** An index, a check or an exclusion. */
export interface ConstraintObject {
  readonly kind: ConstraintObjectKind;
  /** Ends in a hash of what the object says, by field ids, so that equal names are equal objects. */
  readonly name: string;
  /** What stands behind its name: `("room", "day") WHERE …`, `CHECK (…)`, `EXCLUDE USING gist (…)`. */
  body(nameOf: NameOf): Sql;
}

/** The rows of a table that a constraint would refuse. */
export type BreakingRows =
  /** Rows that have the same values as another one. */
  | {
      readonly find: "equal";
      values(nameOf: NameOf): readonly Sql[];
      readonly emptyEqual: boolean;
      /** The rows that it is about; all when absent. */
      scope?(nameOf: NameOf): Sql;
    }
  /** Rows for which a condition is false. */
  | { readonly find: "false"; condition(nameOf: NameOf): Sql }
  /** Rows that end before they begin, or that begin before an earlier one has ended. */
  | {
      readonly find: "overlapping";
      same(nameOf: NameOf): readonly Sql[];
      from(nameOf: NameOf): Sql;
      to(nameOf: NameOf): Sql;
      /** Before and after every value: `'-infinity'`. */
      readonly ends: readonly [low: Sql, high: Sql];
      readonly includesEnd: boolean;
      scope?(nameOf: NameOf): Sql;
    };
