import type { ConstraintId, FieldId, ModelId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { Problem } from "../../problem.ts";
import type { BreakingRows } from "../design/constraint-design.ts";
import type { Operation } from "../operations/registry.ts";

/** How to fill the rows of a field that need a value: the builder's answer to a question of the plan. */
export type FillAnswer =
  | { readonly fill: "value"; readonly value: JsonValue }
  | { readonly fill: "formula"; readonly formula: string }
  /**
   * Of a text that becomes a relation: the field of the other model that says which row is meant, and what happens to texts
   * that no row has. Of a relation that becomes a text: the field that is written, or "id".
   */
  | { readonly fill: "match"; readonly by: string; readonly rest: "empty" | "create" };

/** By field id. */
export type FillAnswers = Readonly<Record<string, FillAnswer>>;

/**
 * - `build`: outside a transaction and during normal traffic, before the switch; each step can be repeated.
 * - `switch`: one transaction with the live pointer, all or nothing.
 */
export type Phase = "build" | "switch";

export interface PlannedOperation {
  readonly phase: Phase;
  readonly operation: Operation;
}

/**
 * A fact about the rows that must be known before the plan can run. `table` and `column` are the names before the plan.
 * A pure value: engine/schema/facts makes its query and reads the answer.
 */
export type Fact = FieldFact | ConstraintFact;

/** A fact about rows and a constraint that is to be added. */
export type ConstraintFact = {
  readonly modelId: ModelId;
  readonly constraintId: ConstraintId;
  readonly label: string;
  readonly table: string;
} & (
  | /** The rows that it would refuse. */ {
      readonly kind: "breaking";
      readonly breaking: BreakingRows;
      /** The names of the columns before the plan. */
      readonly names: Readonly<Record<FieldId, string>>;
    }
  /** The rows of a table in use that an exclusion is to be built for: readers and writers wait meanwhile. */
  | { readonly kind: "excluded" }
);

export type FieldFact =
  /** The number of rows that a new required or unique field would have to fill. */
  | (FactPlace & { readonly kind: "rows" })
  /** Rows without a value in a field that becomes required. */
  | (FactPlace & {
      readonly kind: "empty";
      readonly column: string;
      /** In a unique field: the value that is to fill them; if a row has it already, it is among the samples. */
      readonly filledWith?: { readonly text: string; readonly sqlType: string };
      /** It becomes a relation by what its texts say: no value can be given for those without one. */
      readonly isMatched?: boolean;
    })
  /** Rows that share their value in a field that becomes unique. */
  | (FactPlace & { readonly kind: "duplicates"; readonly column: string })
  /** Rows that point to a missing row; without `parent` the parent table does not exist yet. */
  | (FactPlace & { readonly kind: "orphans"; readonly column: string; readonly parent?: string })
  /** Rows with a key of the model that a relation pointed to before; of another model, the same key is another row. */
  | (FactPlace & { readonly kind: "repointed"; readonly column: string; readonly before: ModelId })
  /** Rows whose value is not a choice any more: they keep it until they are edited. */
  | (FactPlace & { readonly kind: "unlisted"; readonly column: string; readonly values: readonly string[] })
  /** Rows whose text is longer than the field now allows: they keep it until they are edited. */
  | (FactPlace & { readonly kind: "longer"; readonly column: string; readonly length: number })
  /** Rows whose text is shorter than the field now needs: they keep it until they are edited. */
  | (FactPlace & { readonly kind: "shorter"; readonly column: string; readonly length: number })
  /** Rows whose text is not what the field's new type takes, an email say: they keep it until they are edited. */
  | (FactPlace & {
      readonly kind: "unfit";
      readonly column: string;
      readonly pattern: string;
      readonly length: number;
    })
  /** Rows whose text does not match the field's new pattern: they keep it until they are edited. Not counted by SQL. */
  | (FactPlace & { readonly kind: "unmatched"; readonly column: string; readonly pattern: string })
  /** Rows whose text is to become a relation, compared with one field of the other model. */
  | (FactPlace & {
      readonly kind: "matches";
      readonly column: string;
      readonly parent: string;
      readonly by: FieldId;
      readonly byColumn: string;
    })
  /** Rows whose relation is to become a text, and the fields of the other model that may be written. */
  | (FactPlace & { readonly kind: "named"; readonly column: string; readonly by: readonly FieldId[] })
  /** Rows whose value does not fit a narrower type. */
  | (FactPlace & { readonly kind: "misfits"; readonly column: string; readonly from: string; readonly to: string });

interface FactPlace {
  readonly modelId: ModelId;
  readonly fieldId: FieldId;
  readonly table: string;
}

export interface SchemaPlan {
  /** In the order in which they run; those of the build phase first. */
  readonly operations: readonly PlannedOperation[];
  readonly facts: readonly Fact[];
  /** Changes that are impossible, such as a type change that would lose values. */
  readonly problems: readonly Problem[];
  /** Names, before the plan, of the tables that the switch locks. */
  readonly locks: readonly string[];
}
