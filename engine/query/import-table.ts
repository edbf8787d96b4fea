import type { FieldId, ModelId } from "../definition/ids.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, type Sql, sql } from "../sql/sql.ts";

export interface ImportColumn {
  readonly fieldId: FieldId;
  /** The column of the live table. */
  readonly name: string;
  readonly sqlType: string;
}

export interface ImportTable {
  readonly schemaName: string;
  /** `_import_<id>`. */
  readonly stagingName: string;
  /** The live table. */
  readonly name: string;
  readonly keySqlType: "bigint" | "uuid";
  /** Whether the staged rows have their ids: those of the file, or assigned ones. */
  readonly hasKeys: boolean;
  readonly columns: readonly ImportColumn[];
  /**
   * Columns that an update also sets, because the file has no value for them: to the current time, or to nothing where they
   * name the person who writes.
   */
  readonly touched: readonly { readonly name: string; readonly isEmptied: boolean }[];
  /** The column that finds existing rows: `id` or another one; undefined when all rows are new. */
  readonly matchBy: "id" | FieldId | undefined;
  /** The model of rows that get their ids as they are staged, so that their links can be written with them. */
  readonly assignsKeysOf?: ModelId;
  /** Lists of linked rows that the file fills. */
  readonly lists?: readonly ImportList[];
  /** Of links that hold both ways: the columns of their ends. */
  readonly mutual?: readonly [string, string];
  /** Of a model whose changes are kept: whose lines they are, and of which fields. */
  readonly history?: {
    readonly model: ModelRecord;
    readonly fields: readonly FieldRecord[];
    readonly accountId: string;
  };
}

/** A list of linked rows of the imported model: its links are written after the rows, in their transaction. */
export interface ImportList extends Pick<ImportTable, "name" | "keySqlType" | "mutual" | "history"> {
  /** The links' relation to the imported model. */
  readonly fieldId: FieldId;
  /** The column of the staging table with the keys of the linked rows. */
  readonly staged: string;
  readonly farSqlType: "bigint" | "uuid";
  /** The columns of the links' ends: that of the imported row, and that of the linked one. */
  readonly via: string;
  readonly far: string;
}

export const stagingOf = (table: ImportTable): Sql => identifier(table.schemaName, table.stagingName);
export const liveOf = (table: Pick<ImportTable, "schemaName" | "name">): Sql =>
  identifier(table.schemaName, table.name);

/** Whether a live row `_t` is the one that a staged row `_s` changes. */
export const matchesStaged = (table: ImportTable): Sql => {
  if (table.matchBy === "id") return sql`_t."id" = _s."_key"`;
  const column = table.columns.find(({ fieldId }) => fieldId === table.matchBy);
  return column ? sql`${identifier("_t", column.name)} = ${identifier("_s", column.fieldId)}` : sql`false`;
};
