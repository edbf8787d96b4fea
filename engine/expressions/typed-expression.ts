import type { Collection } from "../definition/collections.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import type { SqlCast } from "../sql/sql.ts";
import type { ValueType } from "../value-types/value-type.ts";
import type { Name, Span } from "./expression.ts";
import type { ExpressionFilter } from "./filter.ts";
import type { Implementation } from "./implementation.ts";
import type { FormulaSource } from "./scope.ts";
import type { Walk } from "./walks.ts";

/** One member of a path: its field, and the position of its name in the source. */
export interface PathStep {
  readonly name: Name;
  /** The type of the value after this step. */
  readonly type: ValueType;
  /** The field, when the step leaves a record; absent for `id`. */
  readonly fieldId?: FieldId;
  /** The model whose row is read, when the step leaves a record. */
  readonly modelId?: ModelId;
  /** The type of the column in Postgres, when the step leaves a record. */
  readonly cast?: SqlCast;
  /** The collection, when the step is one or a member of one. */
  readonly collection?: Collection;
  /** What calculates the value, when the field has no column. */
  readonly formula?: FormulaSource;
  /** The key in the row's JSON, where it is not the name: `reviews.count`. */
  readonly key?: string;
}

/**
 * The tree after checking: names resolved, overloads chosen, conversions added. Both compilers read it and make no
 * decisions about types.
 */
export type TypedExpression =
  /** `isLiteral`: written by a person, so it takes the type of the other side. */
  | (Span & {
      readonly kind: "constant";
      readonly type: ValueType;
      readonly value: unknown;
      readonly isLiteral: boolean;
    })
  /** A variable and its members. `bare`: a field without `record.` before it; `variable` is then `record`. */
  | (Span & {
      readonly kind: "path";
      readonly type: ValueType;
      readonly variable: string;
      readonly variableType: ValueType;
      readonly root: Name | undefined;
      readonly bare: boolean;
      readonly steps: readonly PathStep[];
    })
  /** A member of something that is not a path: `items[0].title`. */
  | (Span & {
      readonly kind: "member";
      readonly type: ValueType;
      readonly target: TypedExpression;
      readonly step: PathStep;
    })
  | (Span & {
      readonly kind: "index";
      readonly type: ValueType;
      readonly target: TypedExpression;
      readonly index: TypedExpression;
    })
  | (Span & { readonly kind: "list"; readonly type: ValueType; readonly items: readonly TypedExpression[] })
  | (Span & {
      readonly kind: "operation";
      readonly type: ValueType;
      readonly name: string;
      readonly operands: readonly TypedExpression[];
      readonly implementation: Implementation;
    })
  /** A question about the rows of a collection. It runs in SQL only. */
  | (Span & {
      readonly kind: "walk";
      readonly type: ValueType;
      readonly walk: Walk;
      /** The row whose collection it is. */
      readonly owner: TypedExpression;
      readonly collection: Collection;
      /** The name of its row in the condition or the value. */
      readonly variable: string | undefined;
      readonly condition: TypedExpression | undefined;
      /** What is totalled of each row. */
      readonly value?: TypedExpression;
    })
  | (Span & {
      readonly kind: "filter";
      readonly type: ValueType;
      readonly filter: ExpressionFilter;
      readonly input: TypedExpression;
      readonly argument: TypedExpression | undefined;
    });
