import { randomInt } from "node:crypto";
import type { Transaction } from "sequelize";
import { LIVE } from "#contract/environments";
import type { AppId, DraftId } from "#contract/platform-ids";
import { type AppSettings, appSettingsSchema } from "#engine/definition/app-definition";
import { issueSentence } from "#engine/definition/issue-text";
import type { ServerContext } from "../../context.ts";
import { App } from "../../models/app.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Draft } from "../../models/draft.ts";
import { Environment } from "../../models/environment.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { invalidBody } from "../../problems/problem.ts";
import { chooseSlug } from "./choose-slug.ts";

export interface NewApp {
  readonly label: string;
  readonly timeZone?: string | undefined;
  readonly locale?: string | undefined;
}

/**
 * An empty app with its draft and the names of its schema and role. The schema itself is made by the first publish
 * (or the first import): an app that is only drawn costs nothing in the app database.
 */
export async function createApp(
  context: ServerContext,
  actor: Actor,
  input: NewApp,
  transaction: Transaction,
): Promise<{ appId: AppId; draftId: DraftId }> {
  authorizeInWorkspace(actor, "createApp");
  const settings = settingsOf(input);
  const now = context.clock.now();
  const appId = uuid7(now) as AppId;
  const draftId = uuid7(now) as DraftId;
  const slug = await chooseSlug(context.sequelize, settings.label, transaction);
  // Opaque: roles are per cluster and visible to every other app's role, so neither name says whose it is.
  const opaque = `app_${randomBase36(12)}`;

  await App.create({ id: appId, workspaceId: actor.workspaceId, slug, label: settings.label }, { transaction });
  await Environment.create({ appId, name: LIVE, schemaName: opaque, roleName: opaque }, { transaction });
  await Draft.create({ id: draftId, appId, settings }, { transaction });
  await recordAudit({ actor, action: "app.created", appId, subject: settings.label, after: { slug } }, transaction);
  transaction.afterCommit(() => context.realtime.emit({ workspace: actor.workspaceId }, "apps.changed", { appId }));
  return { appId, draftId };
}

function settingsOf(input: NewApp): AppSettings {
  const settings = appSettingsSchema.safeParse(
    { label: input.label, timeZone: input.timeZone ?? "UTC", locale: input.locale ?? "en" },
    { error: issueSentence },
  );
  if (settings.success) return settings.data;
  throw invalidBody(settings.error.issues);
}

const randomBase36 = (length: number): string => Array.from({ length }, () => randomInt(36).toString(36)).join("");
