import { QueryTypes, type Transaction } from "sequelize";
import type { DraftId } from "#contract/platform-ids";
import { type AppDefinition, type DefinitionRecord, MAX_RECORDS } from "#engine/definition/app-definition";
import { FORMAT_VERSION } from "#engine/definition/format-version";
import { kindOfId, type RecordId } from "#engine/definition/ids";
import { rowOf } from "#engine/edits/assemble";
import { type EditOperation, SETTINGS_ID } from "#engine/edits/edit";
import { UserError } from "#engine/errors";
import { factsOfKind } from "#engine/kinds/facts-of";
import type { ServerContext } from "../../context.ts";
import type { FoundDraft } from "./find-draft.ts";
import { loadDefinition } from "./load-draft.ts";

/**
 * The part of a draft that a batch can touch or depends on: the records it names, with all that owns them and what names
 * them, and all that is owned by what goes. Judging a batch needs no more, so an edit of one field in an app of two
 * thousand records reads a handful of rows.
 */
export async function loadNeighbourhood(
  context: ServerContext,
  draft: FoundDraft,
  operations: readonly EditOperation[],
  transaction: Transaction,
): Promise<AppDefinition> {
  // Rows of an older format are upgraded together or not at all; they are written in today's with this batch.
  if (draft.format !== FORMAT_VERSION) return loadDefinition(context, draft, transaction);
  const { named, deleted, crowded } = readsOf(operations);
  const rows = await context.sequelize.query<{ id: string; body: DefinitionRecord }>(
    `WITH RECURSIVE
     owners AS (
       SELECT record_id, owner_id FROM platform.draft_records WHERE draft_id = $1 AND record_id = ANY($2::text[])
       UNION
       SELECT r.record_id, r.owner_id FROM owners o
         JOIN platform.draft_records r ON r.draft_id = $1 AND r.record_id = o.owner_id
     ),
     owned AS (
       SELECT record_id FROM platform.draft_records WHERE draft_id = $1 AND record_id = ANY($3::text[])
       UNION ALL
       SELECT record_id FROM platform.draft_records
        WHERE draft_id = $1 AND owner_id = ANY($2::text[]) AND kind || ' ' || owner_id = ANY($4::text[])
       UNION
       SELECT r.record_id FROM owned o JOIN platform.draft_records r ON r.draft_id = $1 AND r.owner_id = o.record_id
     )
     SELECT record_id AS id, body FROM platform.draft_records
      WHERE draft_id = $1 AND record_id IN (
        SELECT record_id FROM owners UNION SELECT record_id FROM owned
        UNION SELECT record_id FROM platform.draft_records WHERE draft_id = $1 AND refs && $2::text[])`,
    { bind: [draft.id, named, deleted, crowded], type: QueryTypes.SELECT, transaction },
  );
  const records = Object.fromEntries(rows.map(({ id, body }) => [id, body]));
  return { formatVersion: FORMAT_VERSION, settings: draft.settings, records: records as AppDefinition["records"] };
}

/**
 * What judging a batch asks for: the records that it names, new owners among them; those that it deletes; and, as
 * "kind owner", the siblings of which one may have to make room.
 */
function readsOf(operations: readonly EditOperation[]) {
  const named = new Set<string>();
  const deleted = new Set<string>();
  const crowded = new Set<string>();
  for (const operation of operations) {
    const id = operation.op === "create" ? operation.record.id : operation.id;
    named.add(id);
    if (operation.op === "delete") deleted.add(id);
    const kind = kindOfId(id);
    const facts = kind && factsOfKind(kind);
    if (operation.op === "delete" || !facts?.owner) continue;
    const properties: Readonly<Record<string, unknown>> = operation.op === "create" ? operation.record : operation.set;
    const { property, within } = facts.owner;
    const owner = within ? within.of(properties as never) : properties[property];
    if (typeof owner !== "string") continue;
    named.add(owner);
    if (facts.onlyOnePer) crowded.add(`${kind} ${owner}`);
  }
  named.delete(SETTINGS_ID);
  return { named: [...named], deleted: [...deleted], crowded: [...crowded] };
}

/** Some records of a draft in their present state, without deleted ones. */
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
    readonly draft: FoundDraft;
    readonly revision: number;
    readonly forward: readonly EditOperation[];
    readonly after: AppDefinition;
  },
  transaction: Transaction,
): Promise<void> {
  const { draft, revision, forward, after } = input;
  const touched = new Set<string>();
  // Of a draft in an older format the whole was read, and the whole is written.
  const isUpgraded = draft.format !== FORMAT_VERSION;
  if (isUpgraded) for (const id of Object.keys(after.records)) touched.add(id);
  for (const operation of forward) touched.add(operation.op === "create" ? operation.record.id : operation.id);
  touched.delete(SETTINGS_ID);
  const written = [...touched].flatMap((id) => after.records[id as RecordId] ?? []);
  const query = (text: string, bind: unknown[]) => context.sequelize.query(text, { bind, transaction });
  const gone = [...touched].filter((id) => !after.records[id as RecordId]);
  if (isUpgraded) await query("DELETE FROM platform.draft_records WHERE draft_id = $1", [draft.id]);
  else if (gone.length > 0)
    await query("DELETE FROM platform.draft_records WHERE draft_id = $1 AND record_id = ANY($2::text[])", [
      draft.id,
      gone,
    ]);
  if (written.length === 0) return;
  await query(
    `INSERT INTO platform.draft_records (draft_id, record_id, kind, body, owner_id, refs, revision)
     SELECT $1, r."recordId", r.kind, r.body, r."ownerId", r.refs, $3
       FROM jsonb_to_recordset($2::jsonb) AS r("recordId" text, kind text, body jsonb, "ownerId" text, refs text[])
     ON CONFLICT (draft_id, record_id) DO UPDATE SET
       body = excluded.body, owner_id = excluded.owner_id, refs = excluded.refs, revision = excluded.revision`,
    [draft.id, JSON.stringify(written.map(rowOf)), revision],
  );
  if (forward.some((operation) => operation.op === "create")) await refuseTooMany(context, draft.id, transaction);
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
