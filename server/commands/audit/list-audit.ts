import { QueryTypes } from "sequelize";
import type { AuditAction } from "#contract/audit-actions";
import type { AuditLine, AuditVia } from "#contract/http/audit";
import { may } from "#contract/permissions";
import type { AccountId, AppId } from "#contract/platform-ids";
import type { JsonValue } from "#engine/definition/json";
import type { ServerContext } from "../../context.ts";
import { viaOfColumns } from "../../models/actor-via.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { settleIntents } from "./across-databases.ts";

/** The filter of the lines. An absent property does not filter. */
export interface AuditFilter {
  readonly actorId?: AccountId | undefined;
  readonly appId?: AppId | undefined;
  readonly action?: AuditAction | undefined;
  readonly via?: AuditVia["kind"] | undefined;
  readonly tokenId?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

interface Row {
  readonly id: string;
  readonly created_at: Date;
  readonly action: AuditAction;
  readonly actor_id: AccountId | null;
  readonly actor_name: string | null;
  readonly via: AuditVia["kind"] | null;
  readonly token_id: string | null;
  readonly token_name: string | null;
  readonly token_state: "valid" | "expired" | "revoked";
  readonly app_id: AppId | null;
  readonly app_label: string | null;
  readonly subject: string;
  readonly model_label: string | null;
  readonly before: JsonValue | null;
  readonly after: JsonValue | null;
  readonly request_id: string | null;
}

/** A page of the workspace's log, newest first. `next` is the cursor of the page after it. */
export async function listAudit(
  context: ServerContext,
  actor: Actor,
  input: AuditFilter & { readonly before?: string | undefined; readonly limit: number },
): Promise<{ results: AuditLine[]; next: string | null }> {
  authorizeInWorkspace(actor, "readAudit");
  await settleIntents(context);
  const { limit } = input;
  const rows = await readLines(context, actor, { ...input, limit: limit + 1, order: "newest" });
  const page = rows.slice(0, limit);
  return {
    results: page.map((row) => presentLine(row, actor)),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

const EXPORT_PAGE = 1_000;

/** The whole log, oldest first, a page of lines at a time; the export is itself the last line of it. */
export async function* exportAudit(
  context: ServerContext,
  actor: Actor,
  input: AuditFilter,
): AsyncGenerator<readonly AuditLine[]> {
  authorizeInWorkspace(actor, "exportAudit");
  await settleIntents(context);
  const { from, until, action, via, tokenId } = input;
  const after = {
    from: from ?? null,
    until: until ?? null,
    action: action ?? null,
    via: via ?? null,
    tokenId: tokenId ?? null,
  };
  await context.sequelize.transaction((transaction) =>
    recordAudit({ actor, action: "audit.exported", after }, transaction),
  );
  let last: string | undefined;
  while (true) {
    const rows = await readLines(context, actor, { ...input, after: last, limit: EXPORT_PAGE, order: "oldest" });
    if (rows.length > 0) yield rows.map((row) => presentLine(row, actor));
    if (rows.length < EXPORT_PAGE) return;
    last = rows.at(-1)?.id;
  }
}

function readLines(
  context: ServerContext,
  actor: Actor,
  input: AuditFilter & {
    readonly before?: string | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
    readonly order: "newest" | "oldest";
  },
): Promise<Row[]> {
  // A token's row is gone with its person's membership; its name is in the line of its making.
  // A row's subject is "<model id> <row id>": people read the model's label, as it is called now.
  return context.sequelize.query<Row>(
    `SELECT l.id, l.created_at, l.action, l.actor_id, a.name AS actor_name, l.via, l.token_id,
            coalesce(t.name, made.subject) AS token_name,
            CASE WHEN t.id IS NULL OR t.revoked_at IS NOT NULL THEN 'revoked'
                 WHEN t.expires_at <= $12::timestamptz THEN 'expired' ELSE 'valid' END AS token_state, l.app_id,
            coalesce(d.settings->>'label', p.label) AS app_label, l.subject, r.body->>'label' AS model_label,
            l.before, l.after, l.request_id
       FROM (SELECT * FROM platform.audit_log
              WHERE workspace_id = $1
                AND ($2::uuid IS NULL OR actor_id = $2::uuid)
                AND ($3::uuid IS NULL OR app_id = $3::uuid)
                AND ($4::text IS NULL OR action = $4::text)
                AND ($5::timestamptz IS NULL OR created_at >= $5::timestamptz)
                AND ($6::timestamptz IS NULL OR created_at < $6::timestamptz)
                AND ($10::text IS NULL OR coalesce(via, CASE WHEN token_id IS NOT NULL THEN 'token' END) = $10::text)
                AND ($11::uuid IS NULL OR token_id = $11::uuid)
                AND ($7::bigint IS NULL OR id < $7::bigint)
                AND ($8::bigint IS NULL OR id > $8::bigint)
              ORDER BY id ${input.order === "newest" ? "DESC" : "ASC"} LIMIT $9::int) l
       LEFT JOIN platform.accounts a ON a.id = l.actor_id
       LEFT JOIN platform.api_tokens t ON t.id = l.token_id
       LEFT JOIN LATERAL (SELECT m.subject FROM platform.audit_log m
                           WHERE t.id IS NULL AND m.action = 'token.created' AND m.after->>'id' = l.token_id::text
                             AND m.workspace_id = $1 LIMIT 1) made ON true
       LEFT JOIN platform.apps p ON p.id = l.app_id
       LEFT JOIN platform.drafts d ON d.app_id = l.app_id AND d.name = 'main'
       LEFT JOIN platform.draft_records r ON r.draft_id = d.id AND r.record_id = split_part(l.subject, ' ', 1)
      ORDER BY l.id ${input.order === "newest" ? "DESC" : "ASC"}`,
    {
      bind: [
        actor.workspaceId,
        input.actorId ?? null,
        input.appId ?? null,
        input.action ?? null,
        input.from ?? null,
        input.until ?? null,
        input.before ?? null,
        input.after ?? null,
        input.limit,
        input.via ?? null,
        input.tokenId ?? null,
        context.clock.now(),
      ],
      type: QueryTypes.SELECT,
    },
  );
}

const presentLine = (row: Row, actor: Actor): AuditLine => ({
  id: row.id,
  at: row.created_at.toISOString(),
  action: row.action,
  ...(row.actor_id ? { actor: { id: row.actor_id, name: row.actor_name ?? "somebody" } } : {}),
  via: viaOf(row),
  ...(row.app_id ? { app: { id: row.app_id, label: row.app_label ?? "an app" } } : {}),
  subject: subjectOf(row),
  ...(may(actor, "readRows") ? { before: row.before, after: row.after } : withoutValues(row)),
  requestId: row.request_id,
});

function viaOf(row: Row): AuditVia | null {
  const via = viaOfColumns({ via: row.via, tokenId: row.token_id });
  if (via?.kind !== "token") return via;
  return { kind: "token", id: via.tokenId, name: row.token_name ?? "a token", state: row.token_state };
}

/** A token that reads the log may not be one that sees live rows: then it learns who did what to which, and not the values. */
function withoutValues({ action, before, after }: Row): Pick<AuditLine, "before" | "after"> {
  if (action.startsWith("row.")) return { before: null, after: null };
  if (action !== "act.unconfirmed" || after === null || typeof after !== "object") return { before, after };
  return { before: null, after: { ...after, asked: null } };
}

function subjectOf({ subject, model_label: label }: Row): string {
  const [, modelId, rowId] = /^(mdl_[a-z0-9]+)(?: (.+))?$/.exec(subject) ?? [];
  if (modelId === undefined) return subject;
  return `${label ?? "a row of a model that is gone"}${rowId === undefined ? "" : ` ${rowId}`}`;
}
