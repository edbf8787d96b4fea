import type { Transaction } from "sequelize";
import { LIVE } from "#contract/environments";
import type { DataRow, RowKey } from "#contract/http/data";
import type { JsonValue } from "#engine/definition/json";
import { UserError } from "#engine/errors";
import { keyOf } from "#engine/field-types/keys";
import { readBody, type WriteKind, type WriteValues } from "#engine/rest/read-body";
import { callerView } from "#engine/rest/resource";
import { rowKey, rowNotFound } from "#engine/runtime/execution/row-key";
import { identifier, joinSql, type Sql, sql, value } from "#engine/sql/sql";
import { runSql } from "../../../app-database/run-sql.ts";
import { recordAudit } from "../../../models/audit-entry.ts";
import { type DeletedStagedRow, StagedTable } from "../../../models/staged-table.ts";
import { findStaged, type StagedModel } from "./find-staged.ts";
import { fitStagedTable } from "./fit-staged-table.ts";
import { inStaged, noteStagedTable, type StagedWrite } from "./in-staged.ts";
import { listStagedRows } from "./read-staged-rows.ts";
import { stagedCells } from "./staged-cells.ts";

/**
 * Rows that are written before the first publish of their model. They are kept in the table that an import would fill
 * (docs/mechanics.md, 9), which the publish adopts, so typing rows is an import without a file. The field types of the
 * draft judge the values; what is required is asked for here as it is for live rows.
 */
type Values = Readonly<Record<string, JsonValue>>;

/** So many rows of a model may wait, besides those that a file brought. */
const MOST_ROWS = 100_000;
/** Deleted rows that can be restored, and how large they may be together. */
const KEPT_DELETED = 200;
const KEPT_DELETED_BYTES = 1_000_000;

export async function createStagedRow(write: StagedWrite, values: Values): Promise<DataRow> {
  const id = await inStaged(write, async ({ staged, client, transaction }) => {
    const read = readValues(staged, values, "create");
    if ((staged.tables.get(staged.model.id)?.rows ?? 0) >= MOST_ROWS) throw tooMany();
    const table = await fitStagedTable(client, staged);
    const cells = await stagedCells(write.context, { staged, client, table }, read);
    const target = identifier(staged.schemaName, table.tableName);
    const statement =
      cells.length === 0
        ? sql`INSERT INTO ${target} DEFAULT VALUES RETURNING "id"`
        : sql`INSERT INTO ${target} (${joinSql(
            cells.map(({ column }) => column),
            ", ",
          )}) VALUES (${joinSql(
            cells.map(({ content }) => content),
            ", ",
          )}) RETURNING "id"`;
    const [row] = await runSql<{ id: string }>(client, statement);
    const created = keyValue(staged, row?.id ?? "");
    await noteStagedTable(staged, { table: await fitStagedTable(client, staged), added: 1, transaction });
    await audit(write, { action: "row.created", id: created, after: { ...values } }, transaction);
    return created;
  });
  return readRow(write, id);
}

export async function updateStagedRow(
  write: StagedWrite,
  { rowId, version, values }: { readonly rowId: RowKey; readonly version: number; readonly values: Values },
): Promise<DataRow> {
  const before = await readRow(write, rowId);
  await inStaged(write, async ({ staged, client, transaction }) => {
    const read = readValues(staged, values, "patch");
    const table = await fitStagedTable(client, staged);
    const id = idValue(staged, rowId);
    const cells = await stagedCells(write.context, { staged, client, table, id }, read);
    const set = [...cells.map(({ column, content }) => sql`${column} = ${content}`), sql`"_version" = "_version" + 1`];
    const target = identifier(staged.schemaName, table.tableName);
    const rows = await runSql(
      client,
      sql`UPDATE ${target} SET ${joinSql(set, ", ")} WHERE "id" = ${id} AND "_version" = ${value(version, "bigint")} RETURNING "id"`,
    );
    if (rows.length === 0) throw changedMeanwhile();
    await noteStagedTable(staged, { table: await fitStagedTable(client, staged), added: 0, transaction });
    await audit(write, { action: "row.changed", id: rowId, before: before.values, after: { ...values } }, transaction);
  });
  return readRow(write, rowId);
}

export async function deleteStagedRow(
  write: StagedWrite,
  { rowId, version }: { readonly rowId: RowKey; readonly version: number },
): Promise<void> {
  const before = await readRow(write, rowId);
  await inStaged(write, async ({ staged, client, transaction }) => {
    const table = identifier(staged.schemaName, staged.tables.get(staged.model.id)?.tableName ?? "");
    const [row] = await runSql<{ body: DeletedStagedRow }>(
      client,
      sql`DELETE FROM ${table} _s WHERE "id" = ${idValue(staged, rowId)} AND "_version" = ${value(version, "bigint")} RETURNING to_jsonb(_s) AS body`,
    );
    if (!row) throw changedMeanwhile();
    const entry = await stagedEntry(staged, transaction);
    await entry?.update(
      { rows: Math.max(0, Number(entry.rows) - 1), deleted: keptDeleted([...entry.deleted, row.body]) },
      { transaction },
    );
    await audit(write, { action: "row.deleted", id: rowId, before: before.values }, transaction);
  });
}

/** Brings a row back under the key that it had. */
export async function restoreStagedRow(write: StagedWrite, rowId: RowKey): Promise<number> {
  await inStaged(write, async ({ staged, client, transaction }) => {
    const entry = await stagedEntry(staged, transaction);
    const row = entry?.deleted.find(({ id }) => String(id) === String(rowId));
    if (!entry || !row) throw new UserError("not_found", "This row cannot be restored any more.");
    const table = identifier(staged.schemaName, entry.tableName);
    try {
      await runSql(
        client,
        sql`INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, ${value(JSON.stringify(row), "jsonb")})`,
      );
    } catch (error) {
      if (!/^22/.test((error as { code?: string }).code ?? "")) throw error;
      throw new UserError("conflict", "The row's values do not fit its fields any more, so it was not restored.");
    }
    await entry.update(
      { rows: Number(entry.rows) + 1, deleted: entry.deleted.filter((each) => each !== row) },
      { transaction },
    );
    await audit(write, { action: "row.restored", id: rowId }, transaction);
  });
  return 1;
}

function readValues(staged: StagedModel, values: Values, kind: WriteKind): WriteValues {
  const scope = {
    schemaName: staged.schemaName,
    appId: staged.appId,
    environment: LIVE,
    reader: staged.drawn,
    whole: staged.drawn,
    access: () => ({ kind: "open" }) as const,
  };
  return readBody(callerView("studio", scope), staged.model, values as JsonValue, kind);
}

const stagedEntry = ({ appId, model }: StagedModel, transaction: Transaction) =>
  StagedTable.findOne({ where: { appId, modelId: model.id }, transaction });

/** The newest, as many as there is room for. */
function keptDeleted(rows: readonly DeletedStagedRow[]): DeletedStagedRow[] {
  const kept: DeletedStagedRow[] = [];
  let bytes = 0;
  for (const row of rows.slice(-KEPT_DELETED).reverse()) {
    bytes += JSON.stringify(row).length;
    if (bytes > KEPT_DELETED_BYTES) break;
    kept.unshift(row);
  }
  return kept;
}

async function readRow({ context, place }: StagedWrite, rowId: RowKey): Promise<DataRow> {
  const staged = await findStaged(context, place);
  if (!staged) throw rowNotFound();
  const query = { names: ["id", "limit"], values: [String(rowId), "1"] };
  const [row] = (await listStagedRows(context, staged, query)).rows;
  if (!row) throw rowNotFound();
  return row;
}

/** A row's key as a value of the kind that the table's rows have. */
function idValue(staged: StagedModel, rowId: RowKey): Sql {
  const { key: _, ...model } = staged.model;
  const kind = staged.tables.get(staged.model.id)?.key;
  const keyed = { ...model, ...(kind ? { key: kind } : {}) };
  return value(rowKey(keyed, rowId), keyOf(keyed).cast);
}

const keyValue = (staged: StagedModel, id: string): RowKey =>
  (staged.tables.get(staged.model.id) ?? staged.model).key === "uuid" ? id : Number(id);

const changedMeanwhile = () => new UserError("version_mismatch", "The row was changed meanwhile.");

const tooMany = () =>
  new UserError(
    "conflict",
    `At most ${MOST_ROWS.toLocaleString("en")} rows can wait for the first publish. Publish, or import a file.`,
  );

const audit = (
  { actor, place }: StagedWrite,
  line: {
    readonly action: "row.created" | "row.changed" | "row.deleted" | "row.restored";
    readonly id: RowKey;
    readonly before?: JsonValue;
    readonly after?: JsonValue;
  },
  transaction: Transaction,
) => {
  const { action, id, ...values } = line;
  return recordAudit({ actor, action, appId: place.appId, subject: `${place.modelId} ${id}`, ...values }, transaction);
};
