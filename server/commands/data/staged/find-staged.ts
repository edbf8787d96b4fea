import { QueryTypes, type Transaction } from "sequelize";
import { LIVE } from "#contract/environments";
import type { AppId } from "#contract/platform-ids";
import { type AppDefinition, emptyDefinition } from "#engine/definition/app-definition";
import type { ModelId } from "#engine/definition/ids";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import type { StagedColumn, TableKey } from "#engine/schema/design/table-design";
import type { ServerContext } from "../../../context.ts";

/** A table with rows that wait for the first publish of their model: an import filled it, or a person typed them. */
export interface StagedTable {
  readonly tableName: string;
  readonly columns: readonly StagedColumn[];
  /** The kind of key that its rows have, whatever is drawn by now. */
  readonly key: TableKey | undefined;
  /** How many rows it has. */
  readonly rows: number;
}

/** A model of the draft that is not live: what is drawn of it, and the rows that wait. */
export interface StagedModel {
  readonly appId: AppId;
  readonly schemaName: string;
  readonly roleName: string;
  readonly model: ModelRecord;
  /** The models, fields and choices of the draft. */
  readonly drawn: DefinitionReader;
  /** The tables of the app that wait, by model. None for a model without rows. */
  readonly tables: ReadonlyMap<ModelId, StagedTable>;
}

/** Undefined for a model that is live, and for one that the draft does not have. */
export async function findStaged(
  context: ServerContext,
  { appId, modelId }: { readonly appId: AppId; readonly modelId: string },
  transaction?: Transaction,
): Promise<StagedModel | undefined> {
  const live = await context.engine.apps.get(appId, LIVE);
  if (live?.snapshot.models.has(modelId as ModelId)) return undefined;
  const [row] = await context.sequelize.query<{
    schema_name: string;
    role_name: string;
    tables: readonly StagedRow[] | null;
    records: readonly { readonly id: string }[] | null;
  }>(
    `SELECT e.schema_name, e.role_name,
            (SELECT json_agg(s) FROM platform.staged_tables s WHERE s.app_id = e.app_id) AS tables,
            (SELECT json_agg(r.body) FROM platform.draft_records r JOIN platform.drafts d ON d.id = r.draft_id
              WHERE d.app_id = e.app_id AND d.name = 'main' AND r.kind IN ('model', 'field', 'choice')) AS records
       FROM platform.environments e WHERE e.app_id = $1 AND e.name = $2`,
    { bind: [appId, LIVE], type: QueryTypes.SELECT, transaction: transaction ?? null },
  );
  if (!row) return undefined;
  const records = Object.fromEntries((row.records ?? []).map((record) => [record.id, record]));
  const drawn = readDefinition({ ...emptyDefinition("Staged"), records: records as AppDefinition["records"] });
  const model = drawn.model(modelId as ModelId);
  if (!model) return undefined;
  return {
    appId,
    schemaName: row.schema_name,
    roleName: row.role_name,
    model,
    drawn,
    tables: new Map((row.tables ?? []).map((table) => [table.model_id, stagedTable(table)])),
  };
}

interface StagedRow {
  readonly model_id: ModelId;
  readonly table_name: string;
  readonly columns: readonly StagedColumn[];
  readonly key: TableKey | null;
  readonly rows: number;
}

const stagedTable = (row: StagedRow): StagedTable => ({
  tableName: row.table_name,
  columns: row.columns,
  key: row.key ?? undefined,
  rows: Number(row.rows),
});
