import type { Transaction } from "sequelize";
import type { EditResult, Overwritten, UndoState } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { FORMAT_VERSION } from "#engine/definition/format-version";
import type { RecordId } from "#engine/definition/ids";
import { type EditOperation, SETTINGS_ID } from "#engine/edits/edit";
import { textEditOf, undoStacks } from "#engine/edits/undo-stacks";
import { UserError } from "#engine/errors";
import { ownerOf } from "#engine/kinds/ownership";
import { failpoint } from "#engine/runtime/failpoints";
import type { ServerContext } from "../../context.ts";
import { App } from "../../models/app.ts";
import { Draft } from "../../models/draft.ts";
import { DraftEdit, type StoredResult } from "../../models/draft-edit.ts";
import type { Actor } from "../../policies/actor.ts";
import { boundHistory } from "./bound-history.ts";
import { writeRows } from "./draft-rows.ts";
import { presentEdit, readOwnEntries, textKeyOf, undoStateOf } from "./edit-log.ts";
import type { FoundDraft } from "./find-draft.ts";
import { refuseTooLarge } from "./refuse-too-large.ts";

/** A batch that was judged and may now become the draft's next revision. */
export interface Batch<Extra extends object> {
  readonly draft: FoundDraft;
  readonly batchId: string;
  readonly label: string;
  readonly forward: readonly EditOperation[];
  readonly inverse: readonly EditOperation[];
  /** The part of the definition that was judged, without and with the batch. */
  readonly before: AppDefinition;
  readonly after: AppDefinition;
  /** When its author made it, if it waited for a connection. */
  readonly madeAt?: string | undefined;
  readonly undoes?: number;
  /** Made by one click and not by typing: undone separately, however soon after another edit of the same text. */
  readonly standsAlone?: boolean;
  /** What is answered besides revision, operations and undo state; stored for a batch that comes twice. */
  readonly extra: Extra;
}

type Extras = { readonly overtook: readonly Overwritten[] };

export interface Committed {
  readonly revision: number;
  readonly operations: EditResult["operations"];
  readonly undoState: UndoState;
}

/**
 * Writes a batch: the rows, the settings and the app's label, the revision, the log; and tells everybody in the draft
 * after the commit. The caller holds the draft's lock.
 */
export async function commitBatch<Extra extends Extras>(
  context: ServerContext,
  actor: Actor,
  batch: Batch<Extra>,
  transaction: Transaction,
): Promise<Committed & Extra> {
  const { draft, forward, inverse, before, after } = batch;
  const revision = draft.revision + 1;
  const now = context.clock.now();
  await writeRows(context, { draft, revision, forward, after }, transaction);
  await refuseTooLarge(context, { draftId: draft.id, revision, before, after }, transaction);
  await Draft.update(
    { revision, settings: after.settings, format: FORMAT_VERSION, updatedAt: now },
    { where: { id: draft.id }, transaction },
  );
  if (after.settings.label !== draft.settings.label) {
    await App.update({ label: after.settings.label }, { where: { id: draft.appId }, transaction });
    transaction.afterCommit(() =>
      context.realtime.emit({ workspace: draft.workspaceId }, "apps.changed", { appId: draft.appId }),
    );
  }

  const text = batch.undoes === undefined && !batch.standsAlone ? textEditOf(forward) : undefined;
  const own = await readOwnEntries(context, { draftId: draft.id, accountId: actor.accountId }, transaction);
  const madeAt = madeBefore(now, batch.madeAt);
  const entry = { revision, label: batch.label, undoes: batch.undoes, at: (madeAt ?? now).getTime(), text };
  const undoState = undoStateOf(undoStacks([...own, entry]));
  const stored = { revision, undoState, ...batch.extra };
  const bytes = Buffer.byteLength(JSON.stringify([forward, inverse, stored]));
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
      touched: touchedBy(forward, before, after),
      format: FORMAT_VERSION,
      madeAt: madeAt ?? null,
      result: stored as unknown as StoredResult,
      bytes,
      createdAt: now,
    },
    { transaction },
  );
  await boundHistory(context, { draftId: draft.id, revision, bytes }, transaction);
  const event = presentEdit(draft.id, {
    revision,
    batchId: batch.batchId,
    actorId: actor.accountId,
    actorName: actor.name,
    label: batch.label,
    forward,
    undoes: batch.undoes ?? null,
    overtook: [...batch.extra.overtook],
    createdAt: now,
  });
  await failpoint("edit.before-commit");
  transaction.afterCommit(() => failpoint("edit.after-commit"));
  transaction.afterCommit(() => context.realtime.emit({ draft: draft.id }, "draft.edited", event));
  return { ...stored, operations: event.operations };
}

/** An author's clock may be wrong; nothing is made after it came. */
function madeBefore(now: Date, madeAt: string | undefined): Date | undefined {
  const made = madeAt === undefined ? Number.NaN : Date.parse(madeAt);
  return made < now.getTime() ? new Date(made) : undefined;
}

/** The records of a batch and whose they are, so that the history of a model shows its fields too. */
function touchedBy(forward: readonly EditOperation[], ...definitions: readonly AppDefinition[]): string[] {
  const touched = new Set<string>();
  const find = (id: RecordId) => definitions.map(({ records }) => records[id]).find((record) => record !== undefined);
  for (const operation of forward) {
    const id = operation.op === "create" ? operation.record.id : operation.id;
    touched.add(id);
    let record = id === SETTINGS_ID ? undefined : operation.op === "create" ? operation.record : find(id);
    for (let owner = record && ownerOf(record); owner; owner = record && ownerOf(record)) {
      touched.add(owner);
      record = find(owner);
    }
  }
  return [...touched];
}

/** What was answered when this batch came for the first time; undefined when it is new. */
export async function answerOfBatch<Result>(
  actor: Actor,
  input: { readonly draft: FoundDraft; readonly batchId: string },
  transaction: Transaction,
): Promise<Result | undefined> {
  const entry = await DraftEdit.findOne({ where: { draftId: input.draft.id, batchId: input.batchId }, transaction });
  if (!entry) return undefined;
  // Batch ids are random: another person's id is a guess or a mistake, and that batch's answer is not shown.
  if (entry.actorId !== actor.accountId) throw new UserError("conflict", "This batch id is taken.");
  return { ...entry.result, operations: entry.forward } as unknown as Result;
}
