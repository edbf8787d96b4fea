import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppId, DraftId } from "#contract/platform-ids";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addMail } from "#engine/edits/commands/mails";
import { listAppMails } from "#server/commands/app-mails/list-app-mails";
import { sendAppTestMail } from "#server/commands/app-mails/send-app-test";
import { builderOf, livePlace } from "#server/commands/data/builder";
import { listAppInbox } from "#server/commands/mail/dev-inbox";
import { AuditEntry } from "#server/models/audit-entry";
import { Mail } from "#server/models/mail";
import { keepReceived } from "../../workers/email/keep-received.ts";
import { app, model, modelId, text } from "../builders.ts";
import { createAppWith } from "../support/drafts.ts";
import { mailsOf } from "../support/mail.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { publishDefinition } from "../support/publish-definition.ts";

const shop = app(model("order", text("number")));
const added = addMail(readDefinition(shop), { label: "On its way", modelId: modelId("order") }, (count) =>
  randomBytes(count),
);
const result = applyEdits(shop, added.operations);
if (!result.ok) throw new Error("It cannot be added.");
const definition = result.definition;

let test: TestPlatform;
let made: { readonly appId: AppId; readonly draftId: DraftId };
beforeAll(async () => {
  test = await createTestPlatform();
  made = (await createAppWith(test.context, test.actor, definition)) as never;
  expect((await publishDefinition(test, made, definition)).state).toBe("live");
});
afterAll(async () => {
  await test?.close();
});

describe("the mails of an app, for its builders", () => {
  it("[MAIL-06] are tried by sending one to oneself, with sample values or over a live row", async () => {
    const { context, actor } = test;
    const { draftId, appId } = made;
    expect(await sendAppTestMail(context, actor, { draftId, mail: "reset" })).toMatchObject({
      to: { address: actor.email },
      kind: "app.test",
      state: "queued",
    });
    const order = await context.engine.rows.create(
      livePlace(appId),
      builderOf(actor),
      modelId("order"),
      { number: "N-77" },
      { isConfirmed: false },
    );
    await sendAppTestMail(context, actor, { draftId, mail: added.mailId });
    await sendAppTestMail(context, actor, { draftId, mail: added.mailId, rowId: String(order.id) });
    const said = (await mailsOf(context)).map(({ content }) => content?.text ?? "");
    expect(said[0]).toContain("/accounts/example/");
    expect(said[1]).not.toContain("N-77");
    expect(said[2]).toContain("N-77");
    const missing = sendAppTestMail(context, actor, { draftId, mail: added.mailId, rowId: "999" });
    await expect(missing).rejects.toMatchObject({ status: 404 });
    await expect(sendAppTestMail(context, actor, { draftId, mail: "mal_000000000000" })).rejects.toMatchObject({
      status: 404,
    });
    expect(await AuditEntry.count({ where: { action: "mail.tested" } })).toBe(3);
  });

  it("are not tried over rows by who may not see rows, nor by another workspace, nor without end", async () => {
    const { context, actor } = test;
    const { draftId } = made;
    const viewer = await test.member("viewer");
    await expect(sendAppTestMail(context, viewer, { draftId, mail: "reset" })).rejects.toMatchObject({ status: 403 });
    const stranger = await test.member("owner", "elsewhere");
    await expect(sendAppTestMail(context, stranger, { draftId, mail: "reset" })).rejects.toMatchObject({ status: 404 });
    await Mail.destroy({ where: {} });
    for (let sent = 0; sent < 5; sent++) await sendAppTestMail(context, actor, { draftId, mail: "reset" });
    await expect(sendAppTestMail(context, actor, { draftId, mail: "reset" })).rejects.toMatchObject({ status: 429 });
  });

  it("are listed with what became of them and never with what they say; the dev inbox shows those of the app", async () => {
    const { context, actor } = test;
    const { appId } = made;
    const { status, results } = await listAppMails(context, actor, { appId, limit: 2 });
    expect(status).toMatchObject({ transport: "inbox", held: 0, lastHour: 5 });
    expect(results).toHaveLength(2);
    expect(JSON.stringify(results)).not.toContain("/accounts/");
    const other = await createAppWith(context, actor, shop);
    expect((await listAppMails(context, actor, { appId: other.appId, limit: 9 })).results).toEqual([]);
    const stranger = await test.member("owner", "elsewhere");
    await expect(listAppMails(context, stranger, { appId, limit: 9 })).rejects.toMatchObject({ status: 404 });

    const [mail] = await Mail.findAll({ limit: 1 });
    const source = `Message-ID: ${mail?.messageId}\r\nSubject: Hello\r\nFrom: a@example.com\r\n\r\nText\r\n`;
    await keepReceived(context, {
      source: Buffer.from(source),
      sender: "a@example.com",
      recipients: ["b@example.com"],
    });
    expect((await listAppInbox(actor, { appId, limit: 9 })).results).toMatchObject([{ subject: "Hello" }]);
    expect((await listAppInbox(actor, { appId: other.appId, limit: 9 })).results).toEqual([]);
  });
});
