import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RuleAction } from "../definition/records/access.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { knownFieldType, knownFieldTypeIn } from "../field-types/registry.ts";
import { identifier, type Sql, type SqlCast, slot, sql } from "../sql/sql.ts";
import type { Rider, RowWrite } from "./riders.ts";

/**
 * The columns of a row in a statement, for a rule: the SQL of a column by its name. Undefined for a column that the row
 * does not have yet (`id` before it is created); the rule treats it as absent.
 */
export type RowSource = (column: string) => Sql | undefined;

/** The rights of a class of callers on the rows of a model: all rows, none, or those that the rule allows. */
export type RowAccess =
  | { readonly kind: "open" }
  | { readonly kind: "closed" }
  | {
      readonly kind: "rows";
      /**
       * The rule reads no row. It is evaluated before a statement runs (AppRules.permits) and gives the same result for
       * all rows.
       */
      readonly isAboutCaller: boolean;
      /**
       * A condition for a WHERE: NULL excludes a row as false does, and an index can be used. Do not use it elsewhere.
       */
      filter(row: RowSource): Sql;
      /** True or false, never NULL (docs/mechanics.md, 2): for all other places. */
      verdict(row: RowSource): Sql;
    };

/** The context in which every statement of one app is compiled for one class of callers. */
export interface QueryScope {
  readonly schemaName: string;
  readonly appId: string;
  readonly environment: string;
  /** What the callers may know: without the fields that they may not read (access/readable-reader.ts). */
  readonly reader: DefinitionReader;
  /** No rule narrows the callers: builders, and administrators of the app. */
  readonly isUnbound?: boolean;
  /** All of the definition, for what is written and judged and not answered. */
  readonly whole: DefinitionReader;
  /** Whether the callers may set a field of the rows that they may write; without it all. */
  mayWrite?(field: FieldRecord): boolean;
  /** The callers have sessions, whose stamp each statement reads. */
  readonly hasSession?: boolean;
  access(modelId: ModelId, action: RuleAction): RowAccess;
  /** What is written together with a model's rows. */
  riders?(modelId: ModelId, write: RowWrite): readonly Rider[];
  /** The source of a model's rows when it is not the table with the model's name. */
  table?(model: ModelRecord): Sql;
}

export const ridersOf = (scope: QueryScope, model: ModelRecord, write: RowWrite): readonly Rider[] =>
  scope.riders?.(model.id, write) ?? [];

/** The model that a relation field points to; undefined when the definition does not contain it. */
export const relationTarget = (reader: DefinitionReader, field: FieldRecord): ModelRecord | undefined =>
  reader.model(pointsTo(field) ?? ("" as ModelId));

/** The type that a field's values are sent as, or without a field the model's keys. */
export const castIn = (
  scope: Pick<QueryScope, "reader">,
  model: ModelRecord,
  field: FieldRecord | undefined,
): SqlCast => (field ? knownFieldTypeIn(scope.reader, field).cast : keyOf(model).cast);

/** A row's key as a value that is sent: slot `id`. */
export const keySlot = (model: ModelRecord): Sql => slot("id", keyOf(model).cast);

/** The model's table, always with its schema: no statement depends on a search path. */
export const tableOf = (scope: QueryScope, model: ModelRecord): Sql =>
  scope.table?.(model) ?? identifier(scope.schemaName, model.name);

export const columnOf = (alias: string, name: string): Sql => identifier(alias, name);

export const rowOf =
  (alias: string) =>
  (column: string): Sql =>
    columnOf(alias, column);

const COLLATE_C = sql` COLLATE "C"`;

/** A column in a comparison or an order. Text names its collation, so that neither depends on the server's default. */
export function comparableColumn(alias: string, field: FieldRecord | undefined): Sql {
  const column = columnOf(alias, field?.name ?? "id");
  return isTextField(field) ? sql`${column}${COLLATE_C}` : column;
}

export const isTextField = (field: FieldRecord | undefined): boolean =>
  field !== undefined && knownFieldType(field.type).cast === "text";

/** Conditions of a WHERE; empty when all rows are allowed. */
export function accessConditions(access: RowAccess, row: RowSource): readonly Sql[] {
  if (access.kind === "open") return [];
  return [access.kind === "closed" ? sql`false` : access.filter(row)];
}

/** The same as one condition that is true or false. */
export function accessVerdict(access: RowAccess, row: RowSource): Sql {
  if (access.kind === "open") return sql`true`;
  return access.kind === "closed" ? sql`false` : access.verdict(row);
}

export const allOf = (conditions: readonly Sql[]): Sql => {
  const [first, ...rest] = conditions;
  if (!first) return sql`true`;
  return rest.reduce((all, condition) => sql`${all} AND ${condition}`, first);
};

export const where = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`` : sql` WHERE ${allOf(conditions)}`;
