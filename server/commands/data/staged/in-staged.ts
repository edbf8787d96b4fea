import type pg from "pg";
import type { Transaction } from "sequelize";
import { LIVE } from "#contract/environments";
import { OperationalError, UserError } from "#engine/errors";
import { readArchived } from "../../../app-database/physical-state.ts";
import { provisionApp } from "../../../app-database/provision-app.ts";
import type { ServerContext } from "../../../context.ts";
import { Import } from "../../../models/import.ts";
import { Release, UNDER_WAY } from "../../../models/release.ts";
import { StagedTable } from "../../../models/staged-table.ts";
import type { Actor } from "../../../policies/actor.ts";
import type { RowPlace } from "../row-page.ts";
import { findStaged, type StagedModel } from "./find-staged.ts";
import type { FittedTable } from "./fit-staged-table.ts";

/** A write to rows that wait. */
export interface StagedWrite {
  readonly context: ServerContext;
  readonly actor: Actor;
  readonly place: RowPlace;
}

export interface StagedWork {
  readonly staged: StagedModel;
  readonly client: pg.ClientBase;
  readonly transaction: Transaction;
}

/**
 * One write at a time for a model. What is written in the app's database is committed before the platform's note of it;
 * if the process dies in between, the next write notes it.
 */
export async function inStaged<Result>(
  { context, place }: StagedWrite,
  work: (input: StagedWork) => Promise<Result>,
): Promise<Result> {
  return context.sequelize.transaction(async (transaction) => {
    await context.sequelize.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", {
      bind: [`staged ${place.appId} ${place.modelId}`],
      transaction,
    });
    const staged = await findStaged(context, place, transaction);
    if (!staged) throw new UserError("not_found", "There is no such model, or it has just been published.");
    await requireOwnRows(context, staged, transaction);
    await provisionApp(context.appDatabase, staged);
    const client = await context.appDatabase.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("BEGIN");
      await client.query("SET LOCAL statement_timeout = '30s'");
      await client.query(
        "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL timezone = 'UTC'",
      );
      const result = await work({ staged, client, transaction });
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch((lost: Error) => {
        failure = lost;
      });
      throw error;
    } finally {
      client.release(failure);
    }
  });
}

/** While a release takes the rows over, or an import loads others, a write waits; an archived model's rows come back with the next publish. */
async function requireOwnRows(context: ServerContext, staged: StagedModel, transaction: Transaction): Promise<void> {
  const { appId, model } = staged;
  const running = await Release.count({ where: { appId, state: [...UNDER_WAY] }, transaction });
  if (running > 0) throw new OperationalError("A release is under way. The row is written when it is live.");
  const loading = await Import.count({ where: { appId, modelId: model.id, state: "importing" }, transaction });
  if (loading > 0) throw new OperationalError("Rows of this model are being imported. The row is written after that.");
  const archived = await readArchived(context.appDatabase.pool, { appId, environment: LIVE });
  if (archived.some((item) => item.kind === "table" && item.modelId === model.id)) {
    throw new UserError(
      "conflict",
      `${model.label} was live before, and its rows come back when it is published. Rows can be added then.`,
    );
  }
}

/** What the platform knows of the table. */
export async function noteStagedTable(
  staged: StagedModel,
  change: { readonly table: FittedTable; readonly added: number; readonly transaction: Transaction },
): Promise<void> {
  const { table, added, transaction } = change;
  const known = staged.tables.get(staged.model.id);
  const columns = [...table.columns.values()];
  const place = { appId: staged.appId, modelId: staged.model.id };
  const rows = (known?.rows ?? 0) + added;
  if (known)
    await StagedTable.update({ columns, rows }, { where: { appId: place.appId, modelId: place.modelId }, transaction });
  else {
    const { tableName } = table;
    await StagedTable.create({ ...place, tableName, key: staged.model.key ?? null, columns, rows }, { transaction });
  }
}
