import type { ValueType } from "../value-types/value-type.ts";

/**
 * A filter of templates, `value|name:argument`. engine/templates defines the filters and passes them to the checker in
 * the scope; this file has only the interface. Filters run in JavaScript alone.
 */
export interface ExpressionFilter {
  readonly name: string;
  readonly argument: "none" | "optional" | "required";
  /** The result type for these types, or why there is none. */
  check(input: ValueType, argument: FilterArgument | undefined): FilterCheck;
  /** Also called with absent values, as null. Must not throw. */
  apply(input: unknown, argument: unknown): unknown;
}

export interface FilterArgument {
  readonly type: ValueType;
  /** The value, when the argument is a literal: formats are checked before anything runs. */
  readonly literal?: unknown;
}

export type FilterCheck =
  | { readonly ok: true; readonly type: ValueType }
  | { readonly ok: false; readonly message: string; readonly hint?: string };
