import type * as z from "zod";
import type { tryForm as contract } from "#contract/http/forms";
import type { AppId } from "#contract/platform-ids";
import type { FormId } from "#engine/definition/ids";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { builderOf, livePlace } from "./builder.ts";

type Trial = z.output<typeof contract.body>;

/** Sends a form of the live version in a transaction that is rolled back. Only who may write rows may try to. */
export async function tryForm(
  context: ServerContext,
  actor: Actor,
  { appId, formId, as, rowId, values }: Trial & { readonly appId: AppId; readonly formId: FormId },
): Promise<z.output<typeof contract.response>> {
  await findAppFor(actor, "writeRows", appId);
  const answer = await context.engine.trials.send(livePlace(appId), builderOf(actor), {
    formId,
    caller: as,
    rowId,
    values,
  });
  return answer as z.output<typeof contract.response>;
}
