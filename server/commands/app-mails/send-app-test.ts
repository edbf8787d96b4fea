import { Op } from "sequelize";
import { LIVE } from "#contract/environments";
import type { MailEntry } from "#contract/http/mail";
import type { AppId, DraftId } from "#contract/platform-ids";
import { readDefinition } from "#engine/definition/reader";
import { UserError } from "#engine/errors";
import { compileRoutes } from "#engine/routing/compile-routes";
import { DEFAULT_LIMITS } from "#engine/templates/render/compile-template";
import { type MailEntry as MailOfApp, mailEntries } from "#engine/views/mails/mail-entries";
import { previewMail, readsOfMail, sampleMailValues } from "#engine/views/mails/preview-mail";
import type { PreviewReads, PreviewRow } from "#engine/views/preview/preview-reads";
import { appUrl } from "../../config/hosts.ts";
import type { ServerContext } from "../../context.ts";
import { enqueueMail } from "../../mail/enqueue-mail.ts";
import { App } from "../../models/app.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Mail } from "../../models/mail.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorize } from "../../policies/authorize.ts";
import { builderOf, livePlace } from "../data/builder.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { loadDefinition } from "../drafts/load-draft.ts";
import { presentMail } from "../mail/mail-of.ts";

const PER_MINUTE = 5;

interface Asked {
  readonly draftId: DraftId;
  readonly mail: string;
  readonly rowId?: string | undefined;
}

/** A mail of the draft, to one's own address alone: no other person can be written to. Its links lead nowhere. */
export async function sendAppTestMail(context: ServerContext, actor: Actor, asked: Asked): Promise<MailEntry> {
  const { draft, definition } = await context.sequelize.transaction(async (transaction) => {
    const found = await findDraftFor(context, actor, { action: "edit", draftId: asked.draftId, transaction });
    return { draft: found, definition: await loadDefinition(context, found, transaction) };
  });
  if (asked.rowId !== undefined) authorize(actor, "readRows", draft);
  await limit(context, actor);
  const reader = readDefinition(definition);
  const entry = mailEntries(reader, compileRoutes(reader.routes)).find(
    ({ kind }) => (kind.of === "account" ? kind.name : kind.record.id) === asked.mail,
  );
  if (!entry) throw new UserError("not_found", "There is no such mail in the draft, or its template is missing.");
  const { slug } = await App.findByPk(draft.appId, { rejectOnEmpty: true });
  const row = await rowOf(context, actor, { appId: draft.appId, entry, reads: readsOfMail(reader, entry), ...asked });
  const now = () => performance.now();
  const rendered = previewMail(reader, entry, {
    row,
    values: { ...sampleMailValues(context.clock.now()), to: actor.email, toName: actor.name },
    origin: appUrl(context.config, slug).replace(/\/$/, ""),
    budget: { ...DEFAULT_LIMITS, now, deadline: now() + DEFAULT_LIMITS.milliseconds },
  });
  if (!rendered.ok) throw new UserError("invalid_values", rendered.reason);
  const { label, mail: settings } = definition.settings;
  return context.sequelize.transaction(async (transaction) => {
    const { mailId } = await enqueueMail(context, transaction, {
      kind: "app.test",
      to: actor.email,
      toName: actor.name,
      lane: "urgent",
      workspaceId: draft.workspaceId,
      appId: draft.appId,
      fromName: settings?.senderName ?? label,
      content: rendered.mail,
    });
    await recordAudit({ actor, action: "mail.tested", appId: draft.appId, subject: actor.email }, transaction);
    return presentMail(await Mail.findByPk(mailId, { transaction, rejectOnEmpty: true }));
  });
}

async function limit(context: ServerContext, actor: Actor): Promise<void> {
  const since = new Date(context.clock.now().getTime() - 60_000);
  const recent = await Mail.count({
    where: { kind: "app.test", toAddress: actor.email, createdAt: { [Op.gt]: since } },
  });
  if (recent < PER_MINUTE) return;
  throw new UserError("too_many_requests", `${PER_MINUTE} test mails in a minute are enough. Wait a little.`, {
    headers: { "retry-after": "60" },
  });
}

/** The live row with this key, with the fields that the mail reads; undefined when a sample row is wanted. */
async function rowOf(
  context: ServerContext,
  actor: Actor,
  input: {
    readonly appId: AppId;
    readonly entry: MailOfApp;
    readonly reads: PreviewReads | undefined;
    readonly rowId?: string | undefined;
  },
): Promise<PreviewRow | undefined> {
  const { appId, reads, rowId } = input;
  if (rowId === undefined || !reads) return undefined;
  if (!(await context.engine.apps.get(appId, LIVE))) throw new UserError("not_found", "The app has no live rows yet.");
  const answer = await context.engine.previews.read(livePlace(appId), builderOf(actor), {
    caller: { kind: "builder" },
    path: "/",
    rows: { reads, pageSize: 1, parameters: { names: ["id"], values: [rowId] } },
    queries: [],
  });
  const row = answer.outcome === "rows" ? answer.rows[0] : undefined;
  if (!row) throw new UserError("not_found", "This row is not there any more. Choose another one.");
  return row;
}
