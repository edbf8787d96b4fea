import { createApp } from "#contract/http/apps";
import { editDraft, getDraft } from "#contract/http/drafts";
import { getRelease, type PlanAnswers, publishDraft, type Release, reviewPlan } from "#contract/http/releases";
import type { AppId, DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";
import { canonicalJson, isEqualJson, type JsonValue } from "#engine/definition/json";
import type { EditOperation } from "#engine/edits/edit";
import type { Quintet } from "./quintet.ts";

export interface TestApp {
  readonly appId: AppId;
  readonly draftId: DraftId;
  readonly slug: string;
}

const LARGEST_BATCH = 2_000;

/** Makes an app whose draft is the given definition. */
export async function makeApp(
  quintet: Pick<Quintet, "call">,
  label: string,
  definition: AppDefinition,
): Promise<TestApp> {
  const app = await quintet.call(createApp, { body: { label } });
  const made = { appId: app.id, draftId: app.draftId, slug: app.slug };
  await redraw(quintet, made, definition);
  return made;
}

/** Edits the draft until its records are those of `target`: creates, property changes and deletes by id. */
export async function redraw(quintet: Pick<Quintet, "call">, app: TestApp, target: AppDefinition): Promise<void> {
  const draft = await quintet.call(getDraft, { params: { draftId: app.draftId } });
  const now = draft.definition.records as AppDefinition["records"];
  const owners = [
    "model",
    "group",
    "template",
    "field",
    "choice",
    "constraint",
    "validation",
    "route",
    "rule",
    "fieldRule",
    "apiResource",
  ];
  const operations: EditOperation[] = [];
  const wanted = Object.values(target.records).sort((a, b) => owners.indexOf(a.kind) - owners.indexOf(b.kind));
  for (const record of wanted) {
    const old = now[record.id] as Record<string, JsonValue> | undefined;
    if (!old) {
      operations.push({ op: "create", record });
      continue;
    }
    const next = record as unknown as Record<string, JsonValue>;
    const set = Object.fromEntries(Object.entries(next).filter(([key, value]) => !isEqualJson(old[key], value)));
    const unset = Object.keys(old).filter((key) => !(key in next));
    if (Object.keys(set).length + unset.length > 0) operations.push({ op: "update", id: record.id, set, unset });
  }
  for (const id of Object.keys(now) as RecordId[]) if (!target.records[id]) operations.push({ op: "delete", id });
  for (let from = 0; from < operations.length; from += LARGEST_BATCH) {
    const batch = operations.slice(from, from + LARGEST_BATCH);
    await quintet.call(editDraft, {
      params: { draftId: app.draftId },
      body: {
        batchId: `test-${canonicalJson(batch).length}-${Math.random().toString(36).slice(2)}`,
        seenRevision: draft.revision,
        label: "Redraw",
        operations: batch as never,
      },
    });
  }
}

/** Publishes the draft and waits until it is live; throws with the reason when it fails. */
export async function publish(
  quintet: Pick<Quintet, "call">,
  app: TestApp,
  answers: PlanAnswers = {},
): Promise<Release> {
  const review = await quintet.call(reviewPlan, { params: { draftId: app.draftId }, body: { answers } });
  const errors = review.problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0)
    throw new Error(`The plan has problems: ${errors.map((problem) => problem.message).join(" ")}`);
  const started = await quintet.call(publishDraft, {
    params: { draftId: app.draftId },
    body: { planHash: review.planHash, answers, message: "" },
  });
  return untilLive(quintet, app, started);
}

export async function untilLive(quintet: Pick<Quintet, "call">, app: TestApp, started: Release): Promise<Release> {
  const deadline = Date.now() + 30_000;
  let release = started;
  while (release.state !== "live" && release.state !== "superseded") {
    if (release.state === "failed") throw new Error(`Release ${release.number} failed: ${release.failure}`);
    if (Date.now() > deadline)
      throw new Error(`Release ${release.number} is still ${release.state}: ${release.progress}`);
    await new Promise((done) => setTimeout(done, 20));
    release = await quintet.call(getRelease, { params: { appId: app.appId, number: started.number } });
  }
  return release;
}
