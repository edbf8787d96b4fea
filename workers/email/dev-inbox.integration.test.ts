import { connect } from "node:net";
import { createTransport } from "nodemailer";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { readConfig } from "#server/config/config";
import type { ServerContext } from "#server/context";
import { readTransportState } from "#server/mail/transport-state";
import { InboxMail } from "#server/models/inbox-mail";
import { openQueues } from "#server/queues/open-queues";
import { countMails, post } from "../../tests/support/mail.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { quickMail } from "../../tests/support/quick-mail.ts";
import { type DevInbox, startDevInbox } from "./dev-inbox.ts";
import { startMailer } from "./mailer.ts";

let platform: TestPlatform;
const open: DevInbox[] = [];

beforeAll(async () => {
  platform = await createTestPlatform();
});
afterEach(async () => {
  for (const inbox of open.splice(0)) await inbox.close();
  await platform.context.sequelize.query("TRUNCATE platform.mails, platform.outbox, platform.inbox_mails");
});
afterAll(() => platform.close());

async function start(): Promise<DevInbox> {
  const inbox = await startDevInbox(platform.context);
  open.push(inbox);
  return inbox;
}
async function portOf(context: ServerContext): Promise<number> {
  const { inboxPort } = await readTransportState(context);
  if (inboxPort === null) throw new Error("The inbox listens nowhere.");
  return inboxPort;
}
const client = async () =>
  createTransport({ host: "127.0.0.1", port: await portOf(platform.context), ignoreTLS: true, socketTimeout: 10_000 });

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("It did not happen within 20 s.");
    await new Promise((done) => setTimeout(done, 20));
  }
}

it("takes a mail of any program, with its parts, and keeps it byte for byte", async () => {
  await start();
  await (await client()).sendMail({
    from: "Shop <shop@example.com>",
    to: "ada@example.com",
    bcc: "eve@example.com",
    subject: "Grüße",
    text: "Plain",
    html: "<b>Bold</b>",
    attachments: [{ filename: "bill.pdf", content: "pdf" }],
  });
  const mail = await InboxMail.findOne({ rejectOnEmpty: true });
  expect(mail).toMatchObject({
    workspaceId: null,
    recipients: ["ada@example.com", "eve@example.com"],
    subject: "Grüße",
    preview: "Plain",
    html: "<b>Bold</b>",
    attachments: [{ name: "bill.pdf", type: "application/pdf", size: 3 }],
  });
  expect(mail.source.toString()).toContain("Subject: =?UTF-8?");
  expect(mail.source).toHaveLength(mail.size);
});

it("refuses what is too large and what is no mail program, and asks for no password", async () => {
  await start();
  const large = "x".repeat(5 * 1024 * 1024 + 1);
  await expect((await client()).sendMail({ from: "a@example.com", to: "b@example.com", text: large })).rejects.toThrow(
    /552|size/i,
  );
  const port = await portOf(platform.context);
  const withLogin = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, auth: { user: "a", pass: "b" } });
  // It offers no login, so that a password is never sent.
  await withLogin.sendMail({ from: "a@example.com", to: "b@example.com", text: "no login was asked for" });
  await InboxMail.destroy({ where: {} });
  // A page in a browser that posts to this port.
  const said = await new Promise<string>((done) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("close", () => done(text));
    socket.on("error", () => done(text));
    socket.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nMAIL FROM:<a@example.com>\r\n");
  });
  expect(said).toMatch(/^421/);
  expect(await InboxMail.count()).toBe(0);
});

it("keeps the newest five hundred", async () => {
  await start();
  const { sequelize } = platform.context;
  await sequelize.query(
    `INSERT INTO platform.inbox_mails (id, sender, recipients, subject, headers, attachments, source, size)
     SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '', '{}', n::text, '[]', '[]', '', 1
       FROM generate_series(1, 505) AS n`,
  );
  await (await client()).sendMail({ from: "a@example.com", to: "b@example.com", subject: "Newest", text: "x" });
  expect(await InboxMail.count()).toBe(500);
  expect(await InboxMail.min("subject", { where: { size: 1 } })).toBe("10"); // 1 to 6 are gone
  expect(await InboxMail.count({ where: { subject: "Newest" } })).toBe(1);
});

it("is held by one process; another takes it over when that ends, and when it dies", async () => {
  const first = await start();
  const second = await start();
  const port = await portOf(platform.context);
  await second.keep();
  expect(await portOf(platform.context)).toBe(port);
  await first.close();
  await second.keep();
  expect(await portOf(platform.context)).toBeGreaterThan(0);
  // A holder that died said nothing: its port refuses.
  await second.close();
  await platform.context.sequelize.query(
    `UPDATE platform.mail_transport SET inbox_owner = gen_random_uuid(), inbox_port = 1, inbox_until = now() + interval '1 hour'`,
  );
  await second.keep();
  expect(await portOf(platform.context)).toBeGreaterThan(1);
  await (await client()).sendMail({ from: "a@example.com", to: "b@example.com", text: "x" });
  expect(await InboxMail.count()).toBe(1);
});

it("gets our own mail over SMTP and knows whose it is; in production there is none, and mail waits", async () => {
  const base = platform.context;
  const { sequelize, platformDatabaseUrl: databaseUrl, log } = base;
  const queues = await openQueues({ sequelize, databaseUrl, redisUrl: undefined, log });
  const production = readConfig({
    NODE_ENV: "production",
    BASE_URL: "https://studio.example.com",
    SECRET_KEY: base.secretKey,
  });
  const waiting = await startMailer({ ...base, queues, config: production }, queues, quickMail);
  await post({ ...base, queues }, platform.actor.workspaceId, [{ content: { subject: "Hi", text: "t", html: "h" } }]);
  await new Promise((done) => setTimeout(done, 500));
  expect(await countMails(base)).toEqual({ queued: 1 });
  expect((await readTransportState(base)).inboxPort).toBeNull();
  await waiting.close();

  const mailer = await startMailer({ ...base, queues }, queues, quickMail);
  await until(async () => (await countMails(base)).sent === 1);
  expect(await InboxMail.findOne()).toMatchObject({ workspaceId: platform.actor.workspaceId, subject: "Hi" });
  await until(async () => platform.emitted.some(({ event }) => event === "mail.changed"));
  await mailer.close();
  await queues.close();
});
