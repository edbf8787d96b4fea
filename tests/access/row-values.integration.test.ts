import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Endpoint, PLATFORM_PREFIX } from "#contract/endpoint";
import { endpoints } from "#contract/endpoints";
import { type TokenScope, tokenScopes } from "#contract/permissions";
import type { AppId, DraftId } from "#contract/platform-ids";
import { OperationalError } from "#engine/errors";
import { auditAcross } from "#server/commands/audit/across-databases";
import { createRow, deleteRow, updateRow } from "#server/commands/data/write-rows";
import { applyDraftEdits } from "#server/commands/drafts/apply-edits";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { createToken } from "#server/commands/tokens/create-token";
import type { Actor } from "#server/policies/actor";
import { runRelease } from "../../workers/publish/run-release.ts";
import { app, fieldId, model, modelId, text } from "../builders.ts";
import { createAppWith, signIn } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { withId } from "../support/release-id.ts";
import { type Answer, type Served, servePlatform } from "../support/serve-platform.ts";

/**
 * What is in live rows is told to those who may see live rows, and to nobody else: not in the sentences of a plan, not
 * in the audit log, not by an event. Each value of a row holds one word, and every endpoint is asked for it by everybody
 * who may not see rows. A new endpoint is asked without a line here.
 */
const CANARY = "canary7391";
const shop = app(model("book", text("title"), text("price"), text("state"), { rules: { read: "false" } }));

let platform: TestPlatform;
let served: Served;
let made: { appId: AppId; draftId: DraftId };
const ids: Record<string, string> = {};
const askers: [name: string, headers: Record<string, string>][] = [];
let withData: Record<string, string>;

const bearer = async (actor: Actor, scopes: readonly TokenScope[]) => {
  const { secret } = await createToken(platform.context, actor, { name: "Script", scopes, days: 7 });
  return { authorization: `Bearer ${secret}` };
};

beforeAll(async () => {
  platform = await createTestPlatform();
  served = await servePlatform(platform);
  const { context, actor } = platform;
  made = await createAppWith(context, actor, shop);
  const place = { appId: made.appId, modelId: modelId("book") };
  await publish();

  for (const _ of [1, 2])
    await createRow(context, actor, {
      ...place,
      values: { title: CANARY, price: `${CANARY} euros`, state: `${CANARY} state` },
    });
  await updateRow(context, actor, { ...place, rowId: 1, version: 1, values: { state: `${CANARY} changed` } });
  const { id, version } = await createRow(context, actor, { ...place, values: { title: `${CANARY} gone` } });
  await deleteRow(context, actor, { ...place, rowId: id, version });
  // An act of which no end was heard keeps what was asked.
  const lost = { actor, action: "row.created" as const, appId: made.appId, subject: "mdl_x 1" };
  await auditAcross(
    context,
    { ...lost, asked: { values: { title: CANARY } } },
    () => Promise.reject(new OperationalError("The connection was lost.")),
    () => ({}),
  ).catch(() => undefined);
  await context.sequelize.query("UPDATE platform.audit_intents SET created_at = now() - interval '1 day'");

  // A draft whose plan has something to say of every field: duplicates, misfits, values that are not listed.
  await edit("change-everything", [
    { op: "update", id: fieldId("book", "title"), set: { unique: true }, unset: [] },
    { op: "update", id: fieldId("book", "price"), set: { type: { name: "integer" } }, unset: [] },
    { op: "update", id: fieldId("book", "state"), set: { type: { name: "choice" } }, unset: [] },
    {
      op: "create",
      record: {
        kind: "choice",
        id: "cho_statenew0000000",
        fieldId: fieldId("book", "state"),
        label: "New",
        value: "new",
        order: "i",
      },
    },
  ]);
  const [row] = (
    await context.sequelize.query("SELECT r.id AS release, r.version_id AS version FROM platform.releases r")
  )[0] as { release: string; version: string }[];
  const plan = await reviewPlan(context, actor, { draftId: made.draftId, answers: {} });
  Object.assign(ids, {
    ...made,
    modelId: modelId("book"),
    rowId: "1",
    releaseId: row?.release,
    versionId: row?.version,
    revision: "1",
    canvas: "models",
    planHash: plan.planHash,
  });

  const owner = platform.actor;
  const viewer = await platform.member("viewer");
  askers.push(["a viewer", { origin: "http://localhost:1", cookie: await signIn(context, viewer) }]);
  for (const scope of tokenScopes) if (scope !== "data") askers.push([scope, await bearer(owner, [scope])]);
  askers.push([
    "all but data",
    await bearer(
      owner,
      tokenScopes.filter((scope) => scope !== "data"),
    ),
  ]);
  askers.push(["a viewer's token", await bearer(viewer, tokenScopes)]);
  withData = await bearer(owner, tokenScopes);
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

async function publish(): Promise<void> {
  const { context, actor } = platform;
  const { planHash } = await reviewPlan(context, actor, { draftId: made.draftId, answers: {} });
  const receivedAt = new Date();
  const release = await withId(
    publishDraft(context, actor, {
      draftId: made.draftId,
      planHash,
      answers: {},
      message: "",
      receivedAt,
    }),
  );
  await runRelease(context, release.id);
}

async function edit(batchId: string, operations: readonly unknown[]): Promise<void> {
  const { context, actor } = platform;
  await context.sequelize.transaction((transaction) =>
    applyDraftEdits(
      context,
      actor,
      { draftId: made.draftId, batchId, seenRevision: 0, label: "Edit", operations: operations as never },
      transaction,
    ),
  );
}

const bodies: Readonly<Record<string, () => object>> = {
  reviewPlan: () => ({ answers: {} }),
  reviewRollback: () => ({ answers: {} }),
  publishDraft: () => ({ planHash: ids.planHash, answers: {}, message: "" }),
  previewRows: () => ({
    as: { kind: "builder" },
    path: "/",
    rows: {
      reads: { modelId: modelId("book"), title: true, fields: { [fieldId("book", "title")]: "title" } },
      pageSize: 10,
      parameters: [],
    },
    queries: [],
  }),
  updateRow: () => ({ version: 2, values: { title: "x" } }),
  findRowsByTitle: () => ({ titles: ["x"] }),
};
const queries: Readonly<Record<string, string>> = {
  compareDraft: "?side=before",
  listRowTitles: "?search=",
  searchRows: `?search=${CANARY.slice(0, 5)}`,
};

async function ask(endpoint: Endpoint, headers: Record<string, string>, changed?: object): Promise<Answer> {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? "none");
  const body = changed ?? bodies[endpoint.name]?.() ?? (endpoint.method === "GET" ? undefined : {});
  return served.send(endpoint.method, `${PLATFORM_PREFIX}${path}${queries[endpoint.name] ?? ""}`, {
    host: "localhost:1",
    body,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
  });
}

/** `leaveWorkspace` takes its asker away, who would then be told nothing by anything. */
const guarded = endpoints.filter(
  ({ auth, name }) => auth === "builder" && name !== "leaveWorkspace",
) as readonly Endpoint[];
const named = (name: string) => guarded.find((one) => one.name === name) as Endpoint;

describe("what live rows hold", () => {
  it.each([
    "listRows",
    "listRowTitles",
    "searchRows",
    "previewRows",
    "reviewPlan",
    "publishDraft",
    "listAudit",
    "exportAudit",
  ])("is told by %s to who may see rows", async (name) => {
    const { text: answer } = await ask(named(name), withData);
    expect(answer).toContain(CANARY);
  });

  it.each(guarded.map((endpoint) => [endpoint.name, endpoint] as const))(
    "is not told by %s to others",
    async (_name, endpoint) => {
      for (const [who, headers] of askers) {
        const { text: answer } = await ask(endpoint, headers);
        expect(answer, who).not.toContain(CANARY);
      }
    },
  );

  it("is not told with a plan that has changed, which is answered whole", async () => {
    for (const [who, headers] of askers) {
      const { text: answer, status } = await ask(named("publishDraft"), headers, {
        ...bodies.publishDraft?.(),
        planHash: "x",
      });
      expect(answer, who).not.toContain(CANARY);
      if (who === "publish") expect(status).toBe(409);
    }
  });

  it("leaves the rest of the plan and of the log to who may read them", async () => {
    const [, publisher] = askers.find(([who]) => who === "publish") ?? [];
    const { json } = await ask(named("reviewPlan"), publisher ?? {});
    expect(json.problems.map(({ message }: { message: string }) => message)).toContain(
      '2 rows of Book are not unique in "title".',
    );
    const [, manager] = askers.find(([who]) => who === "manage") ?? [];
    const { json: log } = await ask(named("listAudit"), manager ?? {});
    const actions = log.results.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(["row.created", "row.changed", "row.deleted", "act.unconfirmed"]));
    expect(log.results.find(({ action }: { action: string }) => action === "token.created").after).not.toBeNull();
  });

  it("goes to nobody's screen but that of who imports", () => {
    const told = platform.emitted.filter(({ audience }) => !("account" in audience));
    expect(JSON.stringify(told)).not.toContain(CANARY);
  });
});
