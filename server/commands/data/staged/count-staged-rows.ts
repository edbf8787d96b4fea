import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import type { ServerContext } from "../../../context.ts";

/** How many rows wait for the first publish of their model, by the ids of the draft's models. */
export async function countStagedRows(
  { sequelize }: Pick<ServerContext, "sequelize">,
  appId: AppId,
): Promise<Readonly<Record<string, { readonly rows: number; readonly isExact: boolean }>>> {
  const rows = await sequelize.query<{ model_id: string; rows: string }>(
    `SELECT s.model_id, s.rows FROM platform.staged_tables s
      WHERE s.app_id = $1
        AND EXISTS (SELECT FROM platform.drafts d JOIN platform.draft_records r ON r.draft_id = d.id
                     WHERE d.app_id = s.app_id AND d.name = 'main' AND r.record_id = s.model_id)`,
    { bind: [appId], type: QueryTypes.SELECT },
  );
  return Object.fromEntries(rows.map((row) => [row.model_id, { rows: Number(row.rows), isExact: true }]));
}
