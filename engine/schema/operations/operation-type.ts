import type { FieldId, ModelId, RecordId } from "../../definition/ids.ts";
import type { Sql } from "../../sql/sql.ts";

export interface Hazard {
  /** Stable: `hidden`, `rewrite`, `scan`, `fill`, `one_time`, `may_fail`. */
  readonly code: string;
  readonly message: string;
}

export interface Description {
  readonly sign: "+" | "-" | "~";
  readonly recordId: RecordId;
  /** "Add field Price to Book". */
  readonly description: string;
}

/** A table at the time of an operation: its record, its label, and its name in Postgres. */
export interface TableRef {
  readonly modelId: ModelId;
  readonly label: string;
  readonly name: string;
}

/** The same for a column. */
export interface ColumnRef {
  readonly fieldId: FieldId;
  readonly label: string;
  readonly name: string;
}

/**
 * One kind of schema change. An operation is plain data; everything about its kind is here: its description, its
 * statements, its effect on running traffic, its risks, and its reverse. To add one, add a file and a line in
 * registry.ts.
 */
export interface OperationType<Operation> {
  describe(operation: Operation): Description;
  /** Run in order. Every name is qualified with the schema, because no search path is relied on. */
  statements(operation: Operation, schemaName: string): readonly Sql[];
  /** The effect on running traffic, in one sentence. */
  lock(operation: Operation): string;
  hazards(operation: Operation): readonly Hazard[];
  /** The operation that reverses this one; undefined when values would be lost or invented. */
  reverse(operation: Operation): unknown;
  /** Models whose tables this locks, including parents of foreign keys. */
  touches(operation: Operation): readonly ModelId[];
}

export const defineOperation = <Operation>(type: OperationType<Operation>): OperationType<Operation> => type;

export const INSTANT = "Nothing is copied; readers wait at most 0.3 s.";
export const UNTOUCHED = "Nothing that exists is touched.";
export const LOOKS_AT_ROWS = "Every row is looked at once; readers and writers wait meanwhile.";
export const WRITES_ROWS = "Rows are written in place; readers and writers wait meanwhile.";
export const COPIES_TABLE = "The table is copied; readers and writers wait meanwhile.";
export const BATCHES = "Rows are written in batches beside running traffic; nobody waits.";
export const BESIDE = "Built beside running traffic; nobody waits.";
