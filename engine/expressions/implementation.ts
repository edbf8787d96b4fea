import type { Sql, SqlCast } from "../sql/sql.ts";
import type { ValueType } from "../value-types/value-type.ts";

/** A compiled expression in JavaScript. `null` stands for absent and for every error, as NULL does in SQL. */
export type Evaluator = (frame: readonly unknown[]) => unknown;

/** A compiled operand in SQL. */
export interface SqlOperand {
  readonly sql: Sql;
  readonly type: ValueType;
  /** A column, a parameter or a literal: printing it twice causes no second calculation. */
  readonly simple: boolean;
  /**
   * The type of the column in Postgres when the operand is one: a big integer is a decimal here, and bigint in
   * Postgres.
   */
  readonly column?: SqlCast;
  /** The value, when it is a constant. */
  readonly constant?: unknown;
}

/** How a chosen overload runs in JavaScript and in SQL. The differential test compares the two. */
export interface Implementation {
  js(operands: readonly Evaluator[]): Evaluator;
  sql(operands: readonly SqlOperand[]): Sql;
}
