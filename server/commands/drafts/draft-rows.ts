import { QueryTypes, type Transaction } from "sequelize";
import type { DraftId } from "#contract/platform-ids";
import {
  type AppDefinition,
  type DefinitionRecord,
  FORMAT_VERSION,
  MAX_RECORDS,
} from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";
import { rowOf } from "#engine/edits/assemble";
import { type EditOperation, SETTINGS_ID } from "#engine/edits/edit";
import { UserError } from "#engine/errors";
import { ownerOf } from "#engine/kinds/ownership";
import type { ServerContext } from "../../context.ts";
import type { FoundDraft } from "./find-draft.ts";

/**
 * The part of a draft that a batch can touch or depends on: the records it names, their owners, and what names any of
 * those (owned records are among it). Judging a batch needs no more, so an edit of one field in an app of two thousand
 * records reads a handful of rows.
 */
export async function loadNeighbourhood(
  context: ServerContext,
  draft: FoundDraft,
  operations: readonly EditOperation[],
  transaction: Transaction,
): Promise<AppDefinition> {
  const named = new Set<string>();
  for (const operation of operations) {
    if (operation.op !== "create") named.add(operation.id);
    else {
      named.add(operation.record.id);
      const owner = ownerOf(operation.record);
      if (owner) named.add(owner);
    }
  }
  named.delete(SETTINGS_ID);
  const records: Record<string, DefinitionRecord> = {};
  let frontier: readonly string[] = [...named];
  // A model's fields are named by its id, their choices by theirs: two steps reach all that is owned.
  for (let step = 0; step < 3 && frontier.length > 0; step++) {
    const found = await context.sequelize.query<{ record_id: string; body: DefinitionRecord }>(
      `SELECT record_id, body FROM platform.draft_records
        WHERE draft_id = $1 AND (record_id = ANY($2::text[]) OR refs && $2::text[])`,
      { bind: [draft.id, frontier], type: QueryTypes.SELECT, transaction },
    );
    const fresh = found.filter((row) => records[row.record_id] === undefined);
    for (const row of fresh) records[row.record_id] = row.body;
    const isDeleting = operations.some((operation) => operation.op === "delete");
    frontier = isDeleting
      ? fresh.filter((row) => row.body.kind === "field" && !named.has(row.record_id)).map((row) => row.record_id)
      : [];
  }
  return { formatVersion: FORMAT_VERSION, settings: draft.settings, records: records as AppDefinition["records"] };
}

/** Some records of a draft as they are now; those that are gone are missing. */
export async function findRecords(
  context: ServerContext,
  input: { readonly draftId: DraftId; readonly ids: readonly string[] },
  transaction: Transaction,
): Promise<ReadonlyMap<string, DefinitionRecord>> {
  const rows = await context.sequelize.query<{ record_id: string; body: DefinitionRecord }>(
    "SELECT record_id, body FROM platform.draft_records WHERE draft_id = $1 AND record_id = ANY($2::text[])",
    { bind: [input.draftId, input.ids], type: QueryTypes.SELECT, transaction },
  );
  return new Map(rows.map((row) => [row.record_id, row.body]));
}

/** Writes what a batch changed: `after` is the neighbourhood with the batch applied. */
export async function writeRows(
  context: ServerContext,
  input: {
    readonly draftId: DraftId;
    readonly revision: number;
    readonly forward: readonly EditOperation[];
    readonly after: AppDefinition;
  },
  transaction: Transaction,
): Promise<void> {
  const { draftId, revision, forward, after } = input;
  const touched = new Set<string>();
  for (const operation of forward) touched.add(operation.op === "create" ? operation.record.id : operation.id);
  touched.delete(SETTINGS_ID);
  const written: DefinitionRecord[] = [];
  const gone: string[] = [];
  for (const id of touched) {
    const record = after.records[id as RecordId];
    if (record) written.push(record);
    else gone.push(id);
  }
  const query = (text: string, bind: unknown[]) => context.sequelize.query(text, { bind, transaction });
  if (gone.length > 0) {
    await query("DELETE FROM platform.draft_records WHERE draft_id = $1 AND record_id = ANY($2::text[])", [
      draftId,
      gone,
    ]);
  }
  if (written.length === 0) return;
  const rows = written.map(rowOf);
  await query(
    `INSERT INTO platform.draft_records (draft_id, record_id, kind, body, refs, revision)
     SELECT $1, r.record_id, r.kind, r.body, r.refs, $3
       FROM jsonb_to_recordset($2::jsonb) AS r(record_id text, kind text, body jsonb, refs text[])
     ON CONFLICT (draft_id, record_id) DO UPDATE SET body = excluded.body, refs = excluded.refs, revision = excluded.revision`,
    [
      draftId,
      JSON.stringify(rows.map((row) => ({ record_id: row.recordId, kind: row.kind, body: row.body, refs: row.refs }))),
      revision,
    ],
  );
  if (forward.some((operation) => operation.op === "create")) await refuseTooMany(context, draftId, transaction);
}

/** The neighbourhood is not the whole, so the limit on records is counted here. */
async function refuseTooMany(context: ServerContext, draftId: DraftId, transaction: Transaction): Promise<void> {
  const [counted] = await context.sequelize.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM platform.draft_records WHERE draft_id = $1",
    { bind: [draftId], type: QueryTypes.SELECT, transaction },
  );
  if ((counted?.count ?? 0) > MAX_RECORDS) {
    throw new UserError("invalid_values", `An app has at most ${MAX_RECORDS.toLocaleString("en")} records.`);
  }
}
