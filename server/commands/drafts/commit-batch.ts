import type { Transaction } from "sequelize";
import type { EditResult, UndoState } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { EditOperation } from "#engine/edits/edit";
import { textEditOf, undoStacks } from "#engine/edits/undo-stacks";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { App } from "../../models/app.ts";
import { Draft } from "../../models/draft.ts";
import { DraftEdit, type StoredResult } from "../../models/draft-edit.ts";
import type { Actor } from "../accounts/actor.ts";
import { writeRows } from "./draft-rows.ts";
import { presentEdit, readOwnEntries, textKeyOf, undoStateOf } from "./edit-log.ts";
import type { FoundDraft } from "./find-draft.ts";

/** A batch that was judged and may now become the draft's next revision. */
export interface Batch<Extra extends object> {
  readonly draft: FoundDraft;
  readonly batchId: string;
  readonly label: string;
  readonly forward: readonly EditOperation[];
  readonly inverse: readonly EditOperation[];
  readonly after: AppDefinition;
  readonly undoes?: number;
  /** What is answered besides revision, operations and undo state; stored for a batch that comes twice. */
  readonly extra: Extra;
}

export interface Committed {
  readonly revision: number;
  readonly operations: EditResult["operations"];
  readonly undoState: UndoState;
}

/**
 * Writes a batch: the rows, the settings and the app's label, the revision, the log; and tells everybody in the draft
 * after the commit. The caller holds the draft's lock.
 */
export async function commitBatch<Extra extends object>(
  context: ServerContext,
  actor: Actor,
  batch: Batch<Extra>,
  transaction: Transaction,
): Promise<Committed & Extra> {
  const { draft, forward, inverse, after } = batch;
  const revision = draft.revision + 1;
  const now = context.clock.now();
  await writeRows(context, { draftId: draft.id, revision, forward, after }, transaction);
  await Draft.update({ revision, settings: after.settings, updatedAt: now }, { where: { id: draft.id }, transaction });
  if (after.settings.label !== draft.settings.label) {
    await App.update({ label: after.settings.label }, { where: { id: draft.appId }, transaction });
    transaction.afterCommit(() =>
      context.realtime.emit({ workspace: draft.workspaceId }, "apps.changed", { appId: draft.appId }),
    );
  }

  const text = batch.undoes === undefined ? textEditOf(forward) : undefined;
  const own = await readOwnEntries(context, { draftId: draft.id, accountId: actor.accountId }, transaction);
  const entry = { revision, label: batch.label, undoes: batch.undoes, at: now.getTime(), text };
  const undoState = undoStateOf(undoStacks([...own, entry]));
  const stored = { revision, undoState, ...batch.extra };
  await DraftEdit.create(
    {
      draftId: draft.id,
      revision,
      batchId: batch.batchId,
      actorId: actor.accountId,
      label: batch.label,
      forward,
      inverse,
      undoes: batch.undoes ?? null,
      textKey: textKeyOf(text),
      result: stored as unknown as StoredResult,
      createdAt: now,
    },
    { transaction },
  );
  const event = presentEdit(draft.id, {
    revision,
    batchId: batch.batchId,
    actorId: actor.accountId,
    actorName: actor.name,
    label: batch.label,
    forward,
    undoes: batch.undoes ?? null,
    createdAt: now,
  });
  transaction.afterCommit(() => context.realtime.emit({ draft: draft.id }, "draft.edited", event));
  return { ...stored, operations: event.operations };
}

/** What was answered when this batch came for the first time; undefined when it is new. */
export async function answerOfBatch<Result>(
  actor: Actor,
  input: { readonly draft: FoundDraft; readonly batchId: string },
  transaction: Transaction,
): Promise<Result | undefined> {
  const entry = await DraftEdit.findOne({ where: { draftId: input.draft.id, batchId: input.batchId }, transaction });
  if (!entry) return undefined;
  // Batch ids are random: somebody else's is a guess or a mistake, and its answer is theirs.
  if (entry.actorId !== actor.accountId) throw new UserError("conflict", "This batch id is taken.");
  return { ...entry.result, operations: entry.forward } as unknown as Result;
}
