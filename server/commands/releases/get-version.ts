import type { AppId, VersionId } from "#contract/platform-ids";
import type { AppVersion } from "../../models/app-version.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { findVersion } from "./review-plan.ts";

/** A frozen definition. */
export async function getVersion(actor: Actor, input: { appId: AppId; versionId: VersionId }): Promise<AppVersion> {
  const app = await findAppFor(actor, "read", input.appId);
  return findVersion(app.id, input.versionId);
}
