import type { ValueType } from "../value-types/value-type.ts";

/**
 * A filter of templates, `value|name:argument`. The templates own theirs (engine/templates) and give them to the
 * checker in the scope; here is only the form. Filters run in JavaScript alone.
 */
export interface ExpressionFilter {
  readonly name: string;
  readonly argument: "none" | "optional" | "required";
  /** What comes out for these types, or why not. */
  check(input: ValueType, argument: FilterArgument | undefined): FilterCheck;
  /** Given absent values too, as null. Must not throw. */
  apply(input: unknown, argument: unknown): unknown;
}

export interface FilterArgument {
  readonly type: ValueType;
  /** The value, when the argument is a literal: formats are judged before anything runs. */
  readonly literal?: unknown;
}

export type FilterCheck =
  | { readonly ok: true; readonly type: ValueType }
  | { readonly ok: false; readonly message: string; readonly hint?: string };
