import type { ModelId } from "../../definition/ids.ts";
import type { Sql } from "../../sql/sql.ts";
import { type AddColumn, addColumn } from "./add-column.ts";
import { type AddConstraint, addConstraint } from "./add-constraint.ts";
import { type AddForeignKey, addForeignKey } from "./add-foreign-key.ts";
import { type AdoptStagedTable, adoptStagedTable } from "./adopt-staged-table.ts";
import { type ArchiveColumn, archiveColumn } from "./archive-column.ts";
import { type ArchiveTable, archiveTable } from "./archive-table.ts";
import { type ChangeDefault, changeDefault } from "./change-default.ts";
import { type ChangeRequired, changeRequired } from "./change-required.ts";
import { type ChangeType, changeType } from "./change-type.ts";
import { type CreateIndex, createIndex } from "./create-index.ts";
import { type CreateTable, createTable } from "./create-table.ts";
import { type DropConstraint, dropConstraint } from "./drop-constraint.ts";
import { type DropForeignKey, dropForeignKey } from "./drop-foreign-key.ts";
import { type DropIndex, dropIndex } from "./drop-index.ts";
import { type FillAhead, fillAhead } from "./fill-ahead.ts";
import { type FillColumn, fillColumn } from "./fill-column.ts";
import { type MatchRows, matchRows } from "./match-rows.ts";
import type { Description, Hazard, OperationType } from "./operation-type.ts";
import { type RenameChoices, renameChoices } from "./rename-choices.ts";
import { type RenameColumn, renameColumn } from "./rename-column.ts";
import { type RenameTable, renameTable } from "./rename-table.ts";
import { type RestoreColumn, restoreColumn } from "./restore-column.ts";
import { type RestoreTable, restoreTable } from "./restore-table.ts";
import { type ValidateConstraint, validateConstraint } from "./validate-constraint.ts";
import { type WriteTitles, writeTitles } from "./write-titles.ts";

export type Operation =
  | CreateTable
  | RenameTable
  | ArchiveTable
  | RestoreTable
  | AdoptStagedTable
  | AddColumn
  | RenameColumn
  | RenameChoices
  | ArchiveColumn
  | RestoreColumn
  | ChangeType
  | MatchRows
  | WriteTitles
  | FillAhead
  | FillColumn
  | ChangeRequired
  | ChangeDefault
  | CreateIndex
  | DropIndex
  | AddForeignKey
  | DropForeignKey
  | AddConstraint
  | ValidateConstraint
  | DropConstraint;

type OperationTypes = { readonly [Kind in Operation["kind"]]: OperationType<Extract<Operation, { kind: Kind }>> };

/** Every kind of schema change. */
export const operationTypes: OperationTypes = {
  create_table: createTable,
  rename_table: renameTable,
  archive_table: archiveTable,
  restore_table: restoreTable,
  adopt_staged_table: adoptStagedTable,
  add_column: addColumn,
  match_rows: matchRows,
  write_titles: writeTitles,
  rename_column: renameColumn,
  rename_choices: renameChoices,
  archive_column: archiveColumn,
  restore_column: restoreColumn,
  change_type: changeType,
  fill_ahead: fillAhead,
  fill_column: fillColumn,
  change_required: changeRequired,
  change_default: changeDefault,
  create_index: createIndex,
  drop_index: dropIndex,
  add_foreign_key: addForeignKey,
  drop_foreign_key: dropForeignKey,
  add_constraint: addConstraint,
  validate_constraint: validateConstraint,
  drop_constraint: dropConstraint,
};

/** The entry for an operation, combined with its kind so that callers need not know the kind. */
const typeOf = (operation: Operation): OperationType<Operation> =>
  operationTypes[operation.kind] as unknown as OperationType<Operation>;

export const describeOperation = (operation: Operation): Description => typeOf(operation).describe(operation);
export const operationStatements = (operation: Operation, schemaName: string): readonly Sql[] =>
  typeOf(operation).statements(operation, schemaName);
export const operationLock = (operation: Operation): string => typeOf(operation).lock(operation);
export const operationHazards = (operation: Operation): readonly Hazard[] => typeOf(operation).hazards(operation);
export const reverseOperation = (operation: Operation): Operation | undefined =>
  typeOf(operation).reverse(operation) as Operation | undefined;
export const operationTouches = (operation: Operation): readonly ModelId[] => typeOf(operation).touches(operation);
