import { LIVE } from "#contract/environments";
import type { BreakingRowsAnswer } from "#contract/http/data";
import type { DraftId } from "#contract/platform-ids";
import type { ConstraintId, FieldId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import { designConstraint } from "#engine/schema/design/design-constraint";
import { breakingRowsSql } from "#engine/schema/facts/breaking-rows";
import { identifier, sql } from "#engine/sql/sql";
import { runSql } from "../../app-database/run-sql.ts";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { loadDefinition } from "../drafts/load-draft.ts";
import { builderOf, livePlace } from "./builder.ts";

const SHOWN = 10;
const LONGEST_MS = 5_000;

/**
 * The live rows that a constraint of the draft would refuse. The draft's fields are found by their ids, whatever they are
 * called live; the count is null where one of them is not live, or where counting takes too long.
 */
export async function breakingRows(
  context: ServerContext,
  actor: Actor,
  input: { readonly draftId: DraftId; readonly constraintId: string },
): Promise<BreakingRowsAnswer> {
  const { appId, definition } = await context.sequelize.transaction(async (transaction) => {
    const draft = await findDraftFor(context, actor, { action: "readRows", draftId: input.draftId, transaction });
    return { appId: draft.appId, definition: await loadDefinition(context, draft, transaction) };
  });
  const reader = readDefinition(definition);
  const constraint = reader.record(input.constraintId as ConstraintId);
  const unknown: BreakingRowsAnswer = { count: null, rows: [] };
  // It was deleted meanwhile.
  if (constraint?.kind !== "constraint") return unknown;
  const live = await context.engine.apps.get(appId, LIVE);
  const design = designConstraint(reader, constraint);
  const liveReader = live?.snapshot.reader;
  const model = liveReader?.model(constraint.modelId);
  if (!live || !design || !liveReader || !model) return unknown;
  const isLive = (id: FieldId) =>
    liveReader.field(id) !== undefined && liveReader.field(id)?.type.name === reader.field(id)?.type.name;
  if (!design.fieldIds.every(isLive)) return unknown;
  const table = identifier(live.snapshot.identity.schemaName, model.name);
  const rows = breakingRowsSql(design.breaking, table, (id) => liveReader.field(id)?.name ?? "");
  const client = await context.appDatabase.pool.connect();
  try {
    await client.query("BEGIN READ ONLY");
    await client.query(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
    const [found] = await runSql<{ count: number; keys: string[] | null }>(
      client,
      sql`SELECT count(*)::int AS count, (array_agg("id"::text ORDER BY "id"))[1:10] AS keys FROM (${rows}) AS "_breaking"`,
    );
    const keys = found?.keys ?? [];
    if (!found || keys.length === 0) return { count: found?.count ?? null, rows: [] };
    const page = await context.engine.rows.list(livePlace(appId), builderOf(actor), model.id, {
      names: ["id__in", "limit"],
      values: [keys.join(","), String(SHOWN)],
    });
    return { count: found.count, rows: (page as unknown as { rows: BreakingRowsAnswer["rows"] }).rows };
  } catch (error) {
    // Too many rows to be counted while somebody waits, or a release went live meanwhile.
    if (/^(?:57014|42)/.test((error as { code?: string }).code ?? "")) return unknown;
    throw error;
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}
