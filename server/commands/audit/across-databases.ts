import { QueryTypes } from "sequelize";
import type { AuditAction } from "#contract/audit-actions";
import type { AccountId, AppId, WorkspaceId } from "#contract/platform-ids";
import type { JsonValue } from "#engine/definition/json";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { columnsOfVia, type ViaColumns, viaOfColumns } from "../../models/actor-via.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";

/**
 * Records an act in the audit log when its effect is in the apps' database (live rows, API keys, a suspended app). The
 * audit log is in the platform's database, so one transaction cannot hold both. There are three commits, in this order:
 *
 *   1. the intent, in the platform's database: who is about to do what
 *   2. the act, in the apps' database
 *   3. the line of the log, in the platform's database; the same transaction deletes the intent
 *
 * A refusal deletes the intent and writes no line. A process that dies in between leaves the intent, which becomes the
 * line `act.unconfirmed` when the log is next read. So every committed write has a line; an unconfirmed line may also
 * stand for a write that was not committed, and its sentence says so.
 */
export async function auditAcross<Result>(
  context: ServerContext,
  act: {
    readonly actor: Actor;
    readonly action: AuditAction;
    readonly appId: AppId;
    readonly subject: string;
    /** The content of the request: all that is known of the act if its outcome is never recorded. No secrets. */
    readonly asked?: JsonValue;
  },
  run: () => Promise<Result>,
  outcome: (result: Result) => { subject?: string; before?: JsonValue; after?: JsonValue },
): Promise<Result> {
  const { actor, action, appId } = act;
  const via = columnsOfVia(actor.via);
  const [intent] = await context.sequelize.query<{ id: string }>(
    `INSERT INTO platform.audit_intents (workspace_id, app_id, actor_id, via, token_id, action, subject, asked, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9) RETURNING id`,
    {
      bind: [
        actor.workspaceId,
        appId,
        actor.accountId,
        via.via,
        via.tokenId,
        action,
        act.subject,
        act.asked === undefined ? null : JSON.stringify(act.asked),
        actor.requestId,
      ],
      type: QueryTypes.SELECT,
    },
  );
  const id = intent?.id ?? "";
  let result: Result;
  try {
    result = await run();
  } catch (error) {
    // A refusal means that nothing was done. After any other error it is not known whether the act was done.
    if (error instanceof UserError) {
      await context.sequelize.query("DELETE FROM platform.audit_intents WHERE id = $1", { bind: [id] });
    }
    throw error;
  }
  await context.sequelize.transaction(async (transaction) => {
    const [taken] = await context.sequelize.query<{ id: string }>(
      "DELETE FROM platform.audit_intents WHERE id = $1 RETURNING id",
      { bind: [id], type: QueryTypes.SELECT, transaction },
    );
    // A reader of the log has settled the intent meanwhile. The line of the act is still written, with the result.
    if (!taken)
      context.log.warn({ intent: id }, "an act took so long that the audit log has a line that it is unconfirmed");
    await recordAudit({ actor, action, appId, subject: act.subject, ...outcome(result) }, transaction);
  });
  return result;
}

/** Longer than any statement may run: after this time the intent's process has ended or lost its connection. */
const GIVEN_UP_AFTER_MS = 2 * 60 * 1000;

/** Turns intents without an outcome into lines. Several processes may do this at once: each intent becomes one line. */
export async function settleIntents(context: ServerContext): Promise<void> {
  const before = new Date(context.clock.now().getTime() - GIVEN_UP_AFTER_MS);
  await context.sequelize.transaction(async (transaction) => {
    const rows = await context.sequelize.query<{
      workspace_id: WorkspaceId;
      app_id: AppId | null;
      actor_id: AccountId | null;
      via: ViaColumns["via"];
      token_id: string | null;
      action: AuditAction;
      subject: string;
      asked: JsonValue | null;
      request_id: string | null;
      created_at: Date;
    }>(
      `DELETE FROM platform.audit_intents WHERE id IN (
         SELECT id FROM platform.audit_intents WHERE created_at < $1 ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED)
       RETURNING workspace_id, app_id, actor_id, via, token_id, action, subject, asked, request_id, created_at`,
      { bind: [before], type: QueryTypes.SELECT, transaction },
    );
    for (const row of rows) {
      await recordAudit(
        {
          actor: {
            accountId: row.actor_id,
            workspaceId: row.workspace_id,
            via: viaOfColumns({ via: row.via, tokenId: row.token_id }),
            requestId: row.request_id,
          },
          action: "act.unconfirmed",
          ...(row.app_id ? { appId: row.app_id } : {}),
          subject: row.subject,
          after: { action: row.action, asked: row.asked, begunAt: row.created_at.toISOString() },
        },
        transaction,
      );
    }
  });
}
