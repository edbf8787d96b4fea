import type { SqlValue } from "../../sql/sql.ts";
import type { RunnableStatement } from "./connection.ts";
import type { WireRow } from "./wire-query.ts";

/** Runs statements: each by itself, or those of one transaction. */
export interface RowStatements {
  read(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]>;
  write(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]>;
}

/** The rows of the apps; for one request only, when it is what `AppData.heldBy` gives. */
export interface RowAccess extends RowStatements {
  /**
   * Runs several statements as one transaction, as a role. The work may be called again from its start, so it does
   * nothing that is seen outside; what it throws rolls everything back.
   */
  transaction<Result>(
    role: string,
    options: TransactionOptions,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result>;
}

export interface TransactionOptions {
  /** What it is for, as a release that waits for its tables names it to a builder: "the form Order". */
  readonly what: string;
  /** For all of it, waiting for others and being done again included. */
  readonly deadlineMs: number;
}

/**
 * Several statements that are done together or not at all: READ COMMITTED, as an app's role that holds for this
 * transaction alone, on a connection that is lent for it. Each statement carries the guard and only COMMIT follows the
 * last one, so nothing is locked that a publish needs before the first table is touched (docs/mechanics.md, 5).
 */
export interface Transaction extends RowStatements {
  /** Does some work that is undone by itself when it throws; the rest of the transaction stands. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Undoes what was done since the innermost savepoint, or all of it, and lets go of its locks: for whoever must find
   * out why a statement failed. Nothing else can be done there afterwards.
   */
  giveUp(): Promise<void>;
}
