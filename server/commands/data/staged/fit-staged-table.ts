import type pg from "pg";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { knownFieldTypeIn } from "#engine/field-types/registry";
import type { StagedColumn } from "#engine/schema/design/table-design";
import { createStagedTableSql } from "#engine/schema/operations/adopt-staged-table";
import { castTypeSql, typeSql } from "#engine/schema/operations/column-sql";
import { typeChange } from "#engine/schema/plan/type-change";
import { identifier, literal, printSql, type Sql, sql } from "#engine/sql/sql";
import { runSql } from "../../../app-database/run-sql.ts";
import type { StagedModel } from "./find-staged.ts";

/** The table as it is after it was fitted to what is drawn. */
export interface FittedTable {
  readonly tableName: string;
  /** All its columns, also those of fields that were deleted from the draft. */
  readonly columns: ReadonlyMap<FieldId, StagedColumn>;
}

/** The fields of a model whose values are written; the engine fills the others when their column is made. */
export const writtenFields = ({ drawn, model }: StagedModel): readonly FieldRecord[] =>
  drawn.fields(model.id).filter((field) => knownFieldTypeIn(drawn, field).automatic === undefined);

const drawnType = ({ drawn }: StagedModel, field: FieldRecord): string =>
  knownFieldTypeIn(drawn, field).sqlType(field.type);

/**
 * Makes the table of a model's rows that wait, or brings it to what is drawn by now: new fields get their column, and a
 * column whose values all fit the field's present type becomes that type. What does not fit stays as it is; publishing
 * says so. The caller's transaction holds it.
 */
export async function fitStagedTable(client: pg.ClientBase, staged: StagedModel): Promise<FittedTable> {
  const known = staged.tables.get(staged.model.id);
  // A model has one such table. If the process died before it was noted, the name finds it again.
  const tableName = known?.tableName ?? `_import_${staged.model.id}`;
  let columns = await readColumns(client, staged, tableName);
  if (columns === undefined) {
    await makeTable(client, staged, tableName);
    columns = await readColumns(client, staged, tableName);
  }
  const fitted = new Map(columns);
  for (const field of writtenFields(staged)) {
    const sqlType = await fitColumn(client, { staged, tableName, field, now: fitted.get(field.id)?.sqlType });
    const noted = known?.columns.find((column) => column.fieldId === field.id)?.keysOf;
    const keysOf = await keysIn(client, { staged, tableName, field, noted });
    fitted.set(field.id, { fieldId: field.id, sqlType, ...(keysOf ? { keysOf } : {}) });
  }
  return { tableName, columns: fitted };
}

/** Makes a column that some values do not fit a column of text, so that it can have the values of both types. */
export async function makeColumnText(
  client: pg.ClientBase,
  {
    staged,
    tableName,
    field,
  }: { readonly staged: StagedModel; readonly tableName: string; readonly field: FieldRecord },
): Promise<void> {
  const column = identifier(field.id);
  await runSql(
    client,
    sql`ALTER TABLE ${identifier(staged.schemaName, tableName)} ALTER COLUMN ${column} TYPE ${typeSql("text")} USING ${column}::text`,
  );
}

/** From the catalog, because it is always true; undefined if there is no table. */
async function readColumns(
  client: pg.ClientBase,
  { schemaName }: StagedModel,
  tableName: string,
): Promise<ReadonlyMap<FieldId, StagedColumn> | undefined> {
  const rows = await runSql<{ name: FieldId; type: string }>(
    client,
    sql`SELECT a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type
          FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ${literal(schemaName)} AND c.relname = ${literal(tableName)}
           AND a.attnum > 0 AND NOT a.attisdropped`,
  );
  if (rows.length === 0) return undefined;
  return new Map(
    rows
      .filter(({ name }) => name.startsWith("fld_"))
      .map(({ name, type }) => [name, { fieldId: name, sqlType: type === "time without time zone" ? "time" : type }]),
  );
}

async function makeTable(client: pg.ClientBase, staged: StagedModel, tableName: string): Promise<void> {
  const { model, schemaName } = staged;
  const design = {
    modelId: model.id,
    tableName,
    ...(model.key ? { key: model.key } : {}),
    columns: writtenFields(staged).map((field) => ({ fieldId: field.id, sqlType: drawnType(staged, field) })),
  };
  await runSql(client, createStagedTableSql(schemaName, design));
}

/** Gives the type that the column has afterwards. */
async function fitColumn(
  client: pg.ClientBase,
  input: {
    readonly staged: StagedModel;
    readonly tableName: string;
    readonly field: FieldRecord;
    readonly now: string | undefined;
  },
): Promise<string> {
  const { staged, tableName, field, now } = input;
  const wanted = drawnType(staged, field);
  if (now === wanted) return now;
  const table = identifier(staged.schemaName, tableName);
  const column = identifier(field.id);
  if (now === undefined) {
    await runSql(client, sql`ALTER TABLE ${table} ADD COLUMN ${column} ${typeSql(wanted)}`);
    return wanted;
  }
  const hasValues = await exists(client, sql`SELECT FROM ${table} WHERE ${column} IS NOT NULL`);
  const change = typeChange(now, wanted);
  // Texts that look like keys are none.
  if (hasValues && pointsTo(field) !== undefined && now === "text") return now;
  if (
    hasValues &&
    change.kind === "checked" &&
    (await exists(client, sql`SELECT FROM ${table} WHERE ${change.misfit(column)}`))
  )
    return now;
  const converted = change.kind === "refused" ? sql`${column}::text` : column;
  const statement = sql`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${typeSql(wanted)} USING ${converted}::${castTypeSql(wanted)}`;
  return (await succeeds(client, statement)) ? wanted : now;
}

/** The model whose keys a relation's column has: as long as it has any, the one that it pointed to when they were written. */
async function keysIn(
  client: pg.ClientBase,
  input: {
    readonly staged: StagedModel;
    readonly tableName: string;
    readonly field: FieldRecord;
    readonly noted: ModelId | undefined;
  },
): Promise<ModelId | undefined> {
  const { staged, tableName, field, noted } = input;
  const target = pointsTo(field);
  if (target === undefined || noted === undefined || noted === target) return target;
  const table = identifier(staged.schemaName, tableName);
  const hasKeys = await exists(client, sql`SELECT FROM ${table} WHERE ${identifier(field.id)} IS NOT NULL`);
  return hasKeys ? noted : target;
}

async function exists(client: pg.ClientBase, select: Sql): Promise<boolean> {
  const [row] = await runSql<{ found: boolean }>(client, sql`SELECT EXISTS (${select}) AS found`);
  return row?.found === true;
}

/** False if a value cannot be cast; the transaction goes on as if it had not been tried. */
async function succeeds(client: pg.ClientBase, statement: Sql): Promise<boolean> {
  await client.query("SAVEPOINT fit");
  try {
    await client.query(printSql(statement).text);
    await client.query("RELEASE SAVEPOINT fit");
    return true;
  } catch (error) {
    await client.query("ROLLBACK TO SAVEPOINT fit");
    if (!/^(?:22|42846)/.test((error as { code?: string }).code ?? "")) throw error;
    return false;
  }
}
