import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WorkspaceId } from "#contract/platform-ids";
import { post } from "../../../tests/support/mail.ts";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import { type Answer, type Served, servePlatform } from "../../../tests/support/serve-platform.ts";
import { openSession } from "../../commands/accounts/open-session.ts";
import { sessionCookieName } from "../../commands/accounts/session-cookie.ts";
import { mailStatus } from "../../mail/mail-status.ts";
import { pauseTransport, resumeTransport } from "../../mail/transport-state.ts";
import { AuditEntry } from "../../models/audit-entry.ts";
import { InboxMail } from "../../models/inbox-mail.ts";
import { Mail } from "../../models/mail.ts";
import { OutboxEntry } from "../../models/outbox-entry.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import type { Actor } from "../../policies/actor.ts";

let platform: TestPlatform;
let served: Served;
let stranger: Actor;
const cookies = new Map<Actor, string>();

beforeAll(async () => {
  platform = await createTestPlatform();
  served = await servePlatform(platform);
  stranger = await platform.member("owner", "elsewhere");
  for (const actor of [platform.actor, stranger]) {
    const { token } = await platform.context.sequelize.transaction((transaction) =>
      openSession(platform.context, { accountId: actor.accountId }, transaction),
    );
    cookies.set(actor, `${sessionCookieName(platform.context.config)}=${token}`);
  }
});
beforeEach(async () => {
  await platform.context.sequelize.query("TRUNCATE platform.mails, platform.inbox_mails, platform.outbox");
  await resumeTransport(platform.context);
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

const ask = (actor: Actor, method: string, path: string, body?: unknown): Promise<Answer> =>
  served.send(method, `/platform/v1/workspace/mail${path}`, {
    host: "localhost:1",
    body,
    headers: {
      origin: "http://localhost:1",
      cookie: cookies.get(actor) ?? "",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
  });

const die = () =>
  Mail.update(
    { state: "dead" as const, tries: 1, reasonCode: "refused", reason: "example.com refused it permanently: 550 no" },
    { where: {} },
  );

describe("the mail log", () => {
  it("shows an owner the workspace's mails and never what they say; a stranger nothing of them", async () => {
    const { context, actor } = platform;
    await post(context, actor.workspaceId, [{ content: { subject: "Hi", text: "s3cret", html: "s3cret" } }, {}]);
    await post(context, null, [{ kind: "reset" }]);
    const mine = await ask(actor, "GET", "/log");
    expect(mine.json.results.map(({ kind }: { kind: string }) => kind)).toEqual(["reset", "note", "note"]);
    expect(mine.text).not.toContain("s3cret");
    expect((await ask(stranger, "GET", "/log")).json.results).toEqual([]);
    expect((await ask(stranger, "GET", "")).json).toMatchObject({ waiting: 0, kinds: [], isInstallation: false });
    expect((await ask(actor, "GET", "")).json).toMatchObject({
      transport: "inbox",
      from: "Quintet <quintet@localhost>",
      waiting: 3,
      dead: 0,
      kinds: ["note", "reset"],
      isInstallation: true,
    });
    const [other] = await Mail.findAll({ where: { workspaceId: actor.workspaceId } });
    expect((await ask(stranger, "POST", `/log/${other?.id}/retry`)).status).toBe(404);
    expect((await ask(stranger, "POST", `/log/${other?.id}/cancel`)).status).toBe(404);
    expect((await ask(stranger, "POST", "/retry", {})).json).toEqual({ retried: 0, left: 0 });
  });

  it("pages and filters, and takes a percent sign for one", async () => {
    const { context, actor } = platform;
    const mails = Array.from({ length: 7 }, (_, index) => ({ to: `r${index}@example.com`, kind: `k${index % 2}` }));
    await post(context, actor.workspaceId, [...mails, { to: "50%@example.com" }]);
    const first = (await ask(actor, "GET", "/log?limit=5")).json;
    const rest = (await ask(actor, "GET", `/log?limit=5&before=${first.next}`)).json;
    expect([...first.results, ...rest.results]).toHaveLength(8);
    expect(rest.next).toBeNull();
    expect((await ask(actor, "GET", "/log?kind=k1")).json.results).toHaveLength(3);
    expect((await ask(actor, "GET", "/log?to=%25")).json.results).toHaveLength(1);
    expect((await ask(actor, "GET", "/log?state=dead")).json.results).toEqual([]);
    expect((await ask(actor, "GET", "/log?state=lost")).status).toBe(400);
  });

  it("tries a dead mail again from its first try on, with a line in the audit log", async () => {
    const { context, actor } = platform;
    await post(context, actor.workspaceId, [{}]);
    await die();
    const [dead] = (await ask(actor, "GET", "/log")).json.results;
    expect(dead).toMatchObject({ state: "dead", canRetry: true, reason: { code: "refused" } });
    const answer = await ask(actor, "POST", `/log/${dead.id}/retry`);
    expect(answer.json).toMatchObject({ state: "queued", tries: 0, messageId: dead.messageId });
    expect(await OutboxEntry.count({ where: { jobId: `mail-${dead.id}-2` } })).toBe(1);
    const [line] = await AuditEntry.findAll({ order: [["id", "DESC"]], limit: 1 });
    expect(line).toMatchObject({ action: "mail.retried", subject: "reader@example.com" });
    const twice = await ask(actor, "POST", `/log/${dead.id}/retry`);
    expect([twice.status, twice.json.detail]).toEqual([409, "This mail is about to be sent."]);
  });

  it("tries all of a kind again", async () => {
    const { context, actor } = platform;
    await post(context, actor.workspaceId, [{ kind: "a" }, { kind: "a" }, { kind: "b" }]);
    await die();
    expect((await ask(actor, "POST", "/retry", { kind: "a" })).json).toEqual({ retried: 2, left: 0 });
    expect(await Mail.count({ where: { state: "dead" } })).toBe(1);
  });

  it("cancels what has not gone, and forgets what it said", async () => {
    const { context, actor } = platform;
    await post(context, actor.workspaceId, [{}]);
    const [mail] = (await ask(actor, "GET", "/log")).json.results;
    expect((await ask(actor, "POST", `/log/${mail.id}/cancel`)).json).toMatchObject({
      state: "cancelled",
      canRetry: false,
      canCancel: false,
    });
    expect((await Mail.findOne())?.sealed).toBeNull();
    expect((await ask(actor, "POST", `/log/${mail.id}/cancel`)).status).toBe(409);
    await Mail.update({ state: "sending" }, { where: {} });
    expect((await ask(actor, "POST", `/log/${mail.id}/cancel`)).json.detail).toMatch(/being sent at this moment/);
  });

  it("sends a test mail to oneself, and not a hundred [CMD-04]", async () => {
    const { actor } = platform;
    const sent = await ask(actor, "POST", "/test");
    expect([sent.status, sent.json.to.address]).toEqual([201, actor.email]);
    for (let count = 0; count < 4; count++) await ask(actor, "POST", "/test");
    expect((await ask(actor, "POST", "/test")).status).toBe(429);
  });

  it("says why nothing is sent, and asks the server again when told to", async () => {
    const { context, actor } = platform;
    const why = { code: "login_refused", reason: "mail.example.com:587 refuses our user name or password: 535 no" };
    await pauseTransport(context, why, { firstMs: 60_000, longestMs: 60_000 });
    const { paused } = (await ask(actor, "GET", "")).json;
    expect(paused).toMatchObject({ code: why.code, message: why.reason });
    expect(Date.parse(paused.until)).toBeGreaterThan(Date.now() + 50_000);
    expect((await ask(actor, "POST", "/try-server")).status).toBe(204);
    expect(Date.parse((await mailStatus(context)).paused?.until ?? "")).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});

describe("the dev inbox", () => {
  const receive = (workspaceId: WorkspaceId | null, subject: string) =>
    InboxMail.create({
      id: uuid7(new Date()),
      workspaceId,
      messageId: "<x@localhost>",
      sender: "Quintet <quintet@localhost>",
      recipients: ["ada@example.com"],
      subject,
      preview: "Hello",
      text: "Hello",
      html: "<p>Hello</p>",
      headers: [{ name: "Subject", value: subject }],
      attachments: [],
      source: Buffer.from(`Subject: ${subject}\r\n\r\nHello`),
      size: 20,
      receivedAt: new Date(),
    });

  it("shows each workspace its own, and the first one also what belongs to none", async () => {
    const { actor } = platform;
    await receive(actor.workspaceId, "Mine");
    await receive(null, "Reset");
    const theirs = await receive(stranger.workspaceId, "Theirs");
    const subjects = async (who: Actor) =>
      (await ask(who, "GET", "/inbox")).json.results.map(({ subject }: { subject: string }) => subject);
    expect(await subjects(actor)).toEqual(["Reset", "Mine"]);
    expect(await subjects(stranger)).toEqual(["Theirs"]);
    for (const path of [`/inbox/${theirs.id}`, `/inbox/${theirs.id}/source`]) {
      expect((await ask(actor, "GET", path)).status).toBe(404);
    }
    expect((await ask(actor, "DELETE", `/inbox/${theirs.id}`)).status).toBe(404);
    expect((await ask(actor, "DELETE", "/inbox")).json).toEqual({ deleted: 2 });
    expect(await subjects(stranger)).toEqual(["Theirs"]);
  });

  it("opens a mail, gives its source byte for byte, and deletes it", async () => {
    const { actor } = platform;
    const { id } = await receive(actor.workspaceId, "Grüße / an: alle");
    expect((await ask(actor, "GET", "/inbox")).json.results[0].isOpened).toBe(false);
    expect((await ask(actor, "GET", `/inbox/${id}`)).json).toMatchObject({ text: "Hello", html: "<p>Hello</p>" });
    expect((await ask(actor, "GET", "/inbox")).json.results[0].isOpened).toBe(true);
    const { fileName, base64 } = (await ask(actor, "GET", `/inbox/${id}/source`)).json;
    expect(fileName).toBe("Grüße-an-alle.eml");
    expect(Buffer.from(base64, "base64").toString()).toBe("Subject: Grüße / an: alle\r\n\r\nHello");
    expect((await ask(actor, "DELETE", `/inbox/${id}`)).status).toBe(204);
    expect((await ask(actor, "GET", `/inbox/${id}`)).status).toBe(404);
  });
});
