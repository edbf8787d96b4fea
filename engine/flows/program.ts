import type { FieldId, ModelId, RouteId, StepId } from "../definition/ids.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";

/** The values of a flow's names while it runs, by slot. */
export type Frame = readonly unknown[];
export type Evaluate = (frame: Frame) => unknown;

/** Which rows of a model a step is about. Statements of it are kept by this object. */
export interface RowsOfStep {
  readonly stepId: StepId;
  readonly modelId: ModelId;
  readonly condition: TypedExpression | undefined;
  readonly limit: number;
  /** The value of a name of the flow by its path, `book.isbn`. */
  read(frame: Frame, path: string): unknown;
}

export interface FieldValue {
  readonly fieldId: FieldId;
  readonly evaluate: Evaluate;
}

/** A compiled flow: a tree that always ends. Slots are places in the frame. */
export type FlowNode = { readonly stepId: StepId } & (
  | { readonly kind: "find"; readonly slot: number; readonly rows: RowsOfStep }
  | { readonly kind: "findOne"; readonly slot: number; readonly rows: RowsOfStep; readonly orNotFound: boolean }
  | { readonly kind: "count"; readonly slot: number; readonly rows: RowsOfStep }
  | {
      readonly kind: "create";
      readonly slot: number;
      readonly modelId: ModelId;
      readonly values: readonly FieldValue[];
    }
  | {
      readonly kind: "update";
      readonly slot: number;
      readonly target: Target;
      /** Over the row that is changed, too. */
      readonly values: readonly FieldValue[];
      readonly recordSlot: number;
    }
  | { readonly kind: "delete"; readonly slot: number; readonly target: Target }
  | { readonly kind: "set"; readonly slot: number; readonly values: readonly (readonly [name: string, Evaluate])[] }
  | { readonly kind: "branch"; readonly branches: readonly Branch[] }
  | {
      readonly kind: "forEach";
      readonly list: Evaluate;
      readonly itemSlot: number;
      readonly indexSlot: number;
      readonly body: readonly FlowNode[];
    }
  | { readonly kind: "refuse"; readonly status: number; readonly message: string }
  | { readonly kind: "respond"; readonly answer: CompiledAnswer }
);

/** One row that an earlier step found, or all that fit a condition. */
export type Target =
  | { readonly of: "row"; readonly modelId: ModelId; readonly row: Evaluate }
  | { readonly of: "rows"; readonly modelId: ModelId; readonly rows: RowsOfStep };

/** The first whose condition holds; the last may have none. */
export interface Branch {
  readonly condition: Evaluate | undefined;
  readonly body: readonly FlowNode[];
}

export type CompiledAnswer =
  | { readonly as: "json"; readonly status: number; readonly value: Evaluate }
  | {
      readonly as: "redirect";
      readonly routeId: RouteId;
      readonly parameters: readonly (readonly [name: string, Evaluate])[];
    }
  | { readonly as: "nothing" };

export interface FlowProgram {
  readonly label: string;
  readonly runAs: "caller" | "app";
  readonly body: readonly FlowNode[];
  readonly writes: boolean;
  /** The places of what a request gives. */
  readonly given: Readonly<Record<"params" | "query" | "body" | "user" | "request", number>>;
  readonly size: number;
}
