import { createHash, randomBytes } from "node:crypto";
import type { EditRequest } from "#contract/http/drafts";
import type { AppId, DraftId } from "#contract/platform-ids";
import { type AppDefinition, emptyDefinition } from "#engine/definition/app-definition";
import { rowOf } from "#engine/edits/assemble";
import type { EditOperation } from "#engine/edits/edit";
import { sessionCookieName } from "#server/commands/accounts/session-cookie";
import { createApp } from "#server/commands/apps/create-app";
import { applyDraftEdits } from "#server/commands/drafts/apply-edits";
import type { ServerContext } from "#server/context";
import type { Actor } from "#server/policies/actor";

/** An app whose draft is the given definition, without a log. */
export async function createAppWith(
  context: ServerContext,
  actor: Actor,
  definition: AppDefinition = emptyDefinition("Test app"),
): Promise<{ appId: AppId; draftId: DraftId }> {
  return context.sequelize.transaction(async (transaction) => {
    const made = await createApp(context, actor, definition.settings, transaction);
    const rows = Object.values(definition.records).map((record) => rowOf(record));
    await context.sequelize.query(
      `INSERT INTO platform.draft_records (draft_id, record_id, kind, body, owner_id, refs, revision)
       SELECT $1, r."recordId", r.kind, r.body, r."ownerId", r.refs, 0
         FROM jsonb_to_recordset($2::jsonb) AS r("recordId" text, kind text, body jsonb, "ownerId" text, refs text[])`,
      { bind: [made.draftId, JSON.stringify(rows)], transaction },
    );
    return made;
  });
}

export type TestEdit = Partial<EditRequest> & { draftId: DraftId; operations: readonly EditOperation[] };

/** One batch of edits as somebody's studio would send it, who has seen nothing of the others unless it says so. */
export const editDraft = (context: ServerContext, actor: Actor, edit: TestEdit) =>
  context.sequelize.transaction((transaction) =>
    applyDraftEdits(
      context,
      actor,
      { batchId: randomBytes(9).toString("hex"), seenRevision: 0, label: "Edit", ...edit } as EditRequest,
      transaction,
    ),
  );

/** Signs a member in; gives the Cookie header that their browser would send. */
export async function signIn(context: ServerContext, actor: Actor): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await context.sequelize.query(
    "INSERT INTO platform.sessions (id, account_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')",
    { bind: [actor.sessionId, actor.accountId, createHash("sha256").update(token).digest()] },
  );
  return `${sessionCookieName(context.config)}=${token}`;
}
