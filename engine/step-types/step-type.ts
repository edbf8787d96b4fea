import type * as z from "zod";
import type { FieldId, ModelId, RouteId } from "../definition/ids.ts";
import type { LooseStepType } from "../definition/records/flow.ts";
import type { ValueType } from "../value-types/value-type.ts";

/** An expression in the options of a step. */
export interface StepSlot {
  /** The way to it from the options. */
  readonly path: readonly [string, ...string[]];
  readonly source: string;
  /** A condition on rows, or a value. */
  readonly use: "where" | "value";
  /** The model whose row is `record` in it. */
  readonly modelId?: ModelId | undefined;
}

export interface OutputContext {
  /** The row of a model. */
  row(modelId: ModelId): ValueType;
  /** The type of an expression in the step's scope; undefined when it cannot be told. */
  typeOf(source: string): ValueType | undefined;
}

/**
 * One type of step: what a flow can do in one place. To add a type, add a file here and a line in registry.ts.
 * Checks, renames, where-used, files and the canvas use these properties.
 */
export interface StepType<Options extends LooseStepType = LooseStepType> {
  /** The stored name; permanent. */
  readonly name: Options["name"];
  readonly options: z.ZodType<Options>;
  /** The lanes within it, in their order. */
  lanes(options: Options): readonly string[];
  slots(options: Options): readonly StepSlot[];
  /** What its options name by id. */
  references(options: Options): readonly (ModelId | FieldId | RouteId)[];
  /** What later steps see under its name; undefined: nothing. */
  output(options: Options, context: OutputContext): ValueType | undefined;
  /** What the steps within its lane see besides: `item` of a loop. */
  within?(options: Options, context: OutputContext): Readonly<Record<string, ValueType>>;
  readonly writes: boolean;
  /** No step of its lane runs after it. */
  readonly ends: boolean;
}

export const noLanes = (): readonly string[] => [];
