import type { Transaction } from "sequelize";
import type { Overwritten } from "#contract/http/drafts";
import type { AccountId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { JsonValue } from "#engine/definition/json";
import { type EditOperation, SETTINGS_ID } from "#engine/edits/edit";
import { isLongText } from "#engine/edits/long-text";
import { WHOLE_RECORD } from "#engine/edits/undo";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { readLog } from "./edit-log.ts";
import type { FoundDraft } from "./find-draft.ts";

/** More edits than others make during a short absence; beyond it only the newest count. */
const LOOK_BACK = 1_000;
/** More conflicts of one batch than a person reads. */
const MAX_TOLD = 50;

interface Author {
  readonly name: string;
  readonly id: AccountId;
}

/**
 * What others have set since the author of this batch looked, and what the batch now replaces or deletes: the last
 * writer wins, and both are told. A long text is not replaced: that is refused. It counts from where the author's
 * browser has merged to, and then also when the same person set it in another window.
 */
export async function findOverwritten(
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
): Promise<Overwritten[]> {
  const { draft, seenRevision, mergedRevision, forward, before } = input;
  if (seenRevision >= draft.revision) return [];
  const after = Math.max(seenRevision, draft.revision - LOOK_BACK);
  const log = await readLog(context, { draftId: draft.id, after, limit: LOOK_BACK }, transaction);
  const setBy = new Map<string, Author>();
  for (const entry of log) {
    const author = { name: entry.actorName, id: entry.actorId };
    const isOther = entry.actorId !== actor.accountId;
    for (const operation of entry.forward) {
      if (operation.op === "delete") continue;
      const id = operation.op === "create" ? operation.record.id : operation.id;
      if (isOther) setBy.set(`${id} ${WHOLE_RECORD}`, author);
      if (operation.op === "create") continue;
      for (const property of [...Object.keys(operation.set), ...operation.unset]) {
        const isText = mergedRevision !== undefined && isLongText(id, property);
        if (isText ? entry.revision > mergedRevision : isOther) setBy.set(`${id} ${property}`, author);
      }
    }
  }
  const overwritten = forward.flatMap((operation): Overwritten[] => {
    if (operation.op === "create") return [];
    if (operation.op === "delete") {
      const by = setBy.get(`${operation.id} ${WHOLE_RECORD}`);
      return by ? [{ recordId: operation.id, property: WHOLE_RECORD, by: by.name, of: by.id }] : [];
    }
    const record = operation.id === SETTINGS_ID ? before.settings : before.records[operation.id];
    const theirValues = (record ?? {}) as unknown as Readonly<Record<string, JsonValue | undefined>>;
    return [...Object.keys(operation.set), ...operation.unset].flatMap((property): Overwritten[] => {
      const by = setBy.get(`${operation.id} ${property}`);
      if (by === undefined) return [];
      const theirs = theirValues[property];
      const yours = operation.set[property];
      const values = { ...(theirs === undefined ? {} : { theirs }), ...(yours === undefined ? {} : { yours }) };
      if (isLongText(operation.id, property)) {
        throw new UserError(
          "overwritten",
          `${by.name} has changed this text meanwhile. Merge both versions and save again.`,
          { extra: { recordId: operation.id, property, by: by.name, ...values, revision: draft.revision } },
        );
      }
      return [{ recordId: operation.id, property, ...values, by: by.name, of: by.id }];
    });
  });
  return overwritten.slice(0, MAX_TOLD);
}
