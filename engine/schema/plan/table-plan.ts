import type { Problem } from "../../problem.ts";
import type { Operation } from "../operations/registry.ts";
import type { Fact } from "./schema-plan.ts";

/**
 * The operations for one table, sorted into the stages of a plan. A later stage may rely on the earlier stages of all
 * tables: every foreign key is dropped before the first rename, every table has its name before the first column is
 * changed, every column exists before the first foreign key is added.
 */
export interface TablePlan {
  readonly build: Operation[];
  readonly dropKeys: Operation[];
  readonly dropIndexes: Operation[];
  readonly columns: Operation[];
  /** Defaults, fills and required: a formula may read any column of any table, so all columns exist by then. */
  readonly values: Operation[];
  readonly indexes: Operation[];
  readonly addKeys: Operation[];
  readonly facts: Fact[];
  readonly problems: Problem[];
}
