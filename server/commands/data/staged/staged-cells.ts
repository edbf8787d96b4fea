import type pg from "pg";
import { LIVE } from "#contract/environments";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { UserError } from "#engine/errors";
import { keyOf } from "#engine/field-types/keys";
import { knownFieldTypeIn } from "#engine/field-types/registry";
import { pointerOf, type WriteValues } from "#engine/rest/read-body";
import { missingTarget, notUniqueError } from "#engine/rest/write-errors";
import { castTypeSql } from "#engine/schema/operations/column-sql";
import { identifier, type Sql, type SqlValue, sql, value } from "#engine/sql/sql";
import { runSql } from "../../../app-database/run-sql.ts";
import type { ServerContext } from "../../../context.ts";
import type { StagedModel } from "./find-staged.ts";
import { type FittedTable, makeColumnText } from "./fit-staged-table.ts";
import { sourceOf } from "./staged-scope.ts";

interface Cell {
  readonly column: Sql;
  readonly content: Sql;
}

/** The values as columns; refused where a unique value is taken, or a relation names no row. */
export async function stagedCells(
  context: ServerContext,
  place: {
    readonly staged: StagedModel;
    readonly client: pg.ClientBase;
    readonly table: FittedTable;
    /** The row that is changed. */
    readonly id?: Sql;
  },
  { given, slots }: WriteValues,
): Promise<readonly Cell[]> {
  const { staged, client, table } = place;
  const cells: Cell[] = [];
  for (const { field, slot } of given) {
    const content = slots[slot] as SqlValue;
    const drawn = knownFieldTypeIn(staged.drawn, field);
    const type = drawn.sqlType(field.type);
    let cell = value(content, drawn.cast);
    if (table.columns.get(field.id)?.sqlType !== type) {
      await makeColumnText(client, { staged, tableName: table.tableName, field });
      cell = sql`${cell}::${castTypeSql(type)}::text`;
    }
    cells.push({ column: identifier(field.id), content: cell });
    if (content === null) continue;
    if (table.columns.get(field.id)?.keysOf !== pointsTo(field)) throw otherKeys(field);
    await requireTarget(context, { staged, client, field }, content);
    if (field.unique) await requireUnique(place, field, cell);
  }
  return cells;
}

function otherKeys({ name, label }: FieldRecord): UserError {
  const message = `${label} has rows of the model that it pointed to before. Empty it in all rows first.`;
  return new UserError("invalid_values", message, {
    errors: [{ pointer: pointerOf(name), code: "wrong_target", message }],
  });
}

async function requireUnique(
  place: {
    readonly staged: StagedModel;
    readonly client: pg.ClientBase;
    readonly table: FittedTable;
    readonly id?: Sql;
  },
  field: FieldRecord,
  content: Sql,
): Promise<void> {
  const { staged, client, table, id } = place;
  const others = id ? sql` AND "id" <> ${id}` : sql``;
  const taken = await runSql(
    client,
    sql`SELECT 1 FROM ${identifier(staged.schemaName, table.tableName)} WHERE ${identifier(field.id)} = ${content}${others} LIMIT 1`,
  );
  if (taken.length === 0) return;
  const error = notUniqueError(field);
  throw new UserError("not_unique", error.message, { errors: [error] });
}

async function requireTarget(
  context: ServerContext,
  {
    staged,
    client,
    field,
  }: { readonly staged: StagedModel; readonly client: pg.ClientBase; readonly field: FieldRecord },
  key: SqlValue,
): Promise<void> {
  const targetId = pointsTo(field);
  const target = targetId && staged.drawn.model(targetId);
  if (!target) return;
  const live = (await context.engine.apps.get(staged.appId, LIVE))?.snapshot.reader;
  const { table, key: kind } = sourceOf(staged, target.id, live);
  if (table === undefined || kind !== target.key) throw missingTarget(field);
  const found = await runSql(
    client,
    sql`SELECT 1 FROM ${identifier(staged.schemaName, table)} WHERE "id" = ${value(key, keyOf(target).cast)}`,
  );
  if (found.length === 0) throw missingTarget(field);
}
