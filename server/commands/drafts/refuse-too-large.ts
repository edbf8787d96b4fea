import { QueryTypes, type Transaction } from "sequelize";
import type { DraftId } from "#contract/platform-ids";
import { type AppDefinition, MAX_DEFINITION_BYTES } from "#engine/definition/app-definition";
import { isEqualJson, type JsonValue } from "#engine/definition/json";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";

/** A batch that adds less is only looked at now and then: the whole draft is measured for each that is. */
const SMALL_BYTES = 1_000;
const LOOK_EVERY = 50;

/**
 * Refuses a batch with which the draft would hold more than a definition may (the limit `definition_bytes`): it is read,
 * planned and checked as a whole, in memory that all apps share. What makes it smaller is never refused.
 */
export async function refuseTooLarge(
  context: ServerContext,
  batch: {
    readonly draftId: DraftId;
    readonly revision: number;
    /** The part of the definition that was judged, without and with the batch. */
    readonly before: AppDefinition;
    readonly after: AppDefinition;
  },
  transaction: Transaction,
): Promise<void> {
  const { draftId, revision, before, after } = batch;
  const growth = bytesBeside(after, before) - bytesBeside(before, after);
  if (growth <= 0 || (growth < SMALL_BYTES && revision % LOOK_EVERY !== 0)) return;
  const [measured] = await context.sequelize.query<{ bytes: string }>(
    "SELECT coalesce(sum(octet_length(body::text)), 0)::text AS bytes FROM platform.draft_records WHERE draft_id = $1",
    { bind: [draftId], type: QueryTypes.SELECT, transaction },
  );
  const bytes = Number(measured?.bytes ?? 0);
  if (bytes <= MAX_DEFINITION_BYTES) return;
  const megabytes = (count: number) => (count / 1_000_000).toFixed(1).replace(".0", "");
  throw new UserError(
    "too_large",
    `With this edit the app would hold ${megabytes(bytes)} MB, and ${megabytes(MAX_DEFINITION_BYTES)} MB is the most (the limit definition_bytes). Templates that no page shows take the same room.`,
  );
}

/** The bytes of the records in which two definitions differ. */
function bytesBeside(definition: AppDefinition, other: AppDefinition): number {
  let bytes = 0;
  for (const [id, record] of Object.entries(definition.records)) {
    const same = other.records[id as keyof AppDefinition["records"]];
    if (same === record) continue;
    if (same && isEqualJson(same as unknown as JsonValue, record as unknown as JsonValue)) continue;
    bytes += Buffer.byteLength(JSON.stringify(record));
  }
  return bytes;
}
