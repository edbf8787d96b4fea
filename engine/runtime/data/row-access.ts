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
   * Runs several statements as one transaction, as a role. The work may run again from its start, so it must have no
   * effects outside; an error rolls everything back.
   */
  transaction<Result>(
    role: string,
    options: TransactionOptions,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result>;
}

export interface TransactionOptions {
  /** The purpose, which a release that waits for its tables shows to a builder: "the form Order". */
  readonly what: string;
  /** For the whole transaction in ms, including waiting and repetitions. */
  readonly deadlineMs: number;
}

/**
 * Several statements that are done together or not at all: READ COMMITTED, as an app's role that holds for this
 * transaction alone, on a lent connection. Each statement contains the guard and only COMMIT follows the last one, so
 * before the first table is used, nothing is locked that a publish needs (docs/mechanics.md, 5).
 */
export interface Transaction extends RowStatements {
  /** Runs some statements as another role of the app; then the role of the transaction holds again. */
  asRole<Result>(role: string, work: () => Promise<Result>): Promise<Result>;
  /** Runs some work and undoes it when it throws; the rest of the transaction stays. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Undoes the work since the innermost savepoint, or all of it, and releases its locks, so that the caller can find
   * out why a statement failed. Nothing else can be done in it afterwards.
   */
  giveUp(): Promise<void>;
}
