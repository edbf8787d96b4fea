import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { ConstraintDesign } from "./constraint-design.ts";

/**
 * The logical tables of a definition. In addition to its columns every table has `id` (the primary key: bigint
 * identity, at most 2^53 − 1, or a UUIDv7 that the database makes) and `_version` (bigint, not null, default 1), which
 * are not listed in the design.
 */
export interface ColumnDesign {
  readonly fieldId: FieldId;
  /** The column's name: the field's. */
  readonly name: string;
  /** `numeric(12,2)`, as the field type gives it. */
  readonly sqlType: string;
  readonly notNull: boolean;
  /** The column's default as Postgres' text form of a value of `sqlType`; `defaultNow` stands for `now()`. */
  readonly default?: string;
  readonly defaultNow: boolean;
  readonly unique: boolean;
  /** Relations are always indexed. */
  readonly indexed: boolean;
  /** Of the place in an order by hand: within which rows, of a column; what its index is made of. */
  readonly position?: { readonly scope?: FieldId };
  /** The model that a relation points to. */
  readonly references?: ModelId;
}

export interface TableDesign {
  readonly modelId: ModelId;
  readonly name: string;
  /** As in the model's record: absent where keys are numbers. */
  readonly key?: TableKey;
  readonly columns: readonly ColumnDesign[];
  /** Absent for none, and in archived tables, which keep none. */
  readonly constraints?: readonly ConstraintDesign[];
}

export type TableKey = "uuid";

export interface SchemaDesign {
  readonly tables: readonly TableDesign[];
}

/**
 * The contents of the app's schema besides the design of the live version: tables and columns that were archived when
 * their records were deleted (docs/mechanics.md, 7), and imported tables that wait for their first publish (9).
 */
export interface PhysicalState {
  readonly archived: readonly ArchivedObject[];
  readonly staged: readonly StagedTable[];
}

export type ArchivedObject = (
  | { readonly kind: "table"; readonly modelId: ModelId; readonly table: TableDesign }
  /** A column of a live table, now called `_gone_<field id>`. */
  | { readonly kind: "column"; readonly fieldId: FieldId; readonly modelId: ModelId; readonly column: ColumnDesign }
) & {
  /** The time of the switch that archived it: housekeeping removes it some time later. Set when the state is stored. */
  readonly since?: string;
};

/** `_import_<id>`: its columns are named by field id and all nullable. */
export interface StagedTable {
  readonly modelId: ModelId;
  readonly tableName: string;
  readonly key?: TableKey;
  readonly columns: readonly StagedColumn[];
  readonly rows: number;
}

export interface StagedColumn {
  readonly fieldId: FieldId;
  readonly sqlType: string;
  /** The model whose keys it has, when its values were written as those of a relation. */
  readonly keysOf?: ModelId;
}
