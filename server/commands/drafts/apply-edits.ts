import type { Transaction } from "sequelize";
import type { EditRequest, EditResult } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { JsonValue } from "#engine/definition/json";
import { applyEdits } from "#engine/edits/apply-edits";
import { type EditOperation, type EditRefusal, SETTINGS_ID } from "#engine/edits/edit";
import { isLongText } from "#engine/edits/long-text";
import { type ErrorCode, UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../accounts/actor.ts";
import { answerOfBatch, commitBatch } from "./commit-batch.ts";
import { loadNeighbourhood } from "./draft-rows.ts";
import { readLog, readUndoState } from "./edit-log.ts";
import { type FoundDraft, findDraftFor } from "./find-draft.ts";

/**
 * Applies a batch to a draft (docs/mechanics.md, 6). The draft's row lock orders batches; a property is the unit: the last
 * writer wins and is told what they overtook, but a long text that somebody changed since is refused, so that the
 * client can merge. The same batch again answers as the first time.
 */
export async function applyDraftEdits(
  context: ServerContext,
  actor: Actor,
  request: EditRequest,
  transaction: Transaction,
): Promise<EditResult> {
  const draft = await findDraftFor(context, actor, {
    action: "edit",
    draftId: request.draftId,
    transaction,
    lock: true,
  });
  const { batchId, label } = request;
  const answered = await answerOfBatch<EditResult>(actor, { draft, batchId }, transaction);
  if (answered) return answered;
  const { seenRevision, mergedRevision } = request;
  if (Math.max(seenRevision, mergedRevision ?? 0) > draft.revision) {
    throw new UserError(
      "conflict",
      "This edit was made after a revision that the draft does not have. Load the draft again.",
    );
  }

  const operations = request.operations as readonly EditOperation[];
  const before = await loadNeighbourhood(context, draft, operations, transaction);
  const result = applyEdits(before, operations);
  if (!result.ok) throw refusalError(result.refusal);
  const { definition: after, forward, inverse } = result;
  if (forward.length === 0) {
    const undoState = await readUndoState(context, { draftId: draft.id, accountId: actor.accountId }, transaction);
    return { revision: draft.revision, operations: [], overtook: [], undoState };
  }
  const overtook = await findOvertaken(
    context,
    actor,
    { draft, seenRevision, mergedRevision, forward, before },
    transaction,
  );
  return commitBatch(
    context,
    actor,
    { draft, batchId, label, forward, inverse, after, extra: { overtook } },
    transaction,
  );
}

/** More than anybody edits while somebody looks away; beyond it the newest count. */
const LOOK_BACK = 1_000;

/**
 * The properties of this batch that others have set since its author looked. A long text counts from where the author's
 * browser has merged to, and then also when the same person set it in another window.
 */
async function findOvertaken(
  context: ServerContext,
  actor: Actor,
  input: {
    readonly draft: FoundDraft;
    readonly seenRevision: number;
    readonly mergedRevision: number | undefined;
    readonly forward: readonly EditOperation[];
    readonly before: AppDefinition;
  },
  transaction: Transaction,
): Promise<EditResult["overtook"]> {
  const { draft, seenRevision, mergedRevision, forward, before } = input;
  const updates = forward.filter((operation) => operation.op === "update");
  if (seenRevision >= draft.revision || updates.length === 0) return [];
  const after = Math.max(seenRevision, draft.revision - LOOK_BACK);
  const log = await readLog(context, { draftId: draft.id, after, limit: LOOK_BACK }, transaction);
  const setBy = new Map<string, string>();
  for (const entry of log) {
    const isOther = entry.actorId !== actor.accountId;
    for (const operation of entry.forward) {
      if (operation.op !== "update") continue;
      for (const property of [...Object.keys(operation.set), ...operation.unset]) {
        const counts =
          mergedRevision !== undefined && isLongText(operation.id, property)
            ? entry.revision > mergedRevision
            : isOther;
        if (counts) setBy.set(`${operation.id} ${property}`, entry.actorName);
      }
    }
  }
  return updates.flatMap((operation) => {
    const record = operation.id === SETTINGS_ID ? before.settings : before.records[operation.id];
    const theirValues = (record ?? {}) as unknown as Readonly<Record<string, JsonValue | undefined>>;
    return [...Object.keys(operation.set), ...operation.unset].flatMap((property) => {
      const by = setBy.get(`${operation.id} ${property}`);
      if (by === undefined) return [];
      const theirs = theirValues[property];
      const yours = operation.set[property];
      const overtaken = {
        recordId: operation.id,
        property,
        by,
        ...(theirs === undefined ? {} : { theirs }),
        ...(yours === undefined ? {} : { yours }),
      };
      if (isLongText(operation.id, property)) {
        throw new UserError("overtaken", `${by} has changed this text meanwhile. Merge both versions and save again.`, {
          extra: { ...overtaken, revision: draft.revision },
        });
      }
      return [overtaken];
    });
  });
}

const refusalCodes: Readonly<Record<EditRefusal["code"], ErrorCode>> = {
  record_exists: "already_exists",
  record_missing: "conflict",
  owner_missing: "conflict",
  property_unknown: "invalid_values",
  property_required: "invalid_values",
  property_fixed: "invalid_values",
  value_invalid: "invalid_values",
  too_many_records: "invalid_values",
};

export const refusalError = (refusal: EditRefusal): UserError =>
  new UserError(refusalCodes[refusal.code], refusal.message, { extra: refusal });
