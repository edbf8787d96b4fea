import { type Binder, compileBinder } from "../query/binder.ts";
import type { Statement } from "../query/guard.ts";

/**
 * A statement with its binder, as it is kept in a snapshot. The code that runs it owns `prepared`: the name under which
 * connections hold it, once it has been used often enough.
 */
export interface CompiledStatement {
  readonly text: string;
  readonly bind: Binder;
  /** Fixed at publish: worth preparing at its first use. Shapes made by URLs wait for their third. */
  readonly isFixed: boolean;
  readonly prepared: { name: string | undefined; uses: number };
}

export const compiledStatement = (statement: Statement, isFixed: boolean): CompiledStatement => ({
  text: statement.text,
  bind: compileBinder(statement),
  isFixed,
  prepared: { name: undefined, uses: 0 },
});

/** The approximate size of a statement in a cache, for its text, parameters and closures. */
export const statementBytes = (statement: Statement): number =>
  600 + statement.text.length * 2 + statement.parameters.length * 120;
