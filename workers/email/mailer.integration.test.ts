import { createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "#server/config/config";
import type { ServerContext } from "#server/context";
import { enqueueMail } from "#server/mail/enqueue-mail";
import { readTransportState, resumeTransport } from "#server/mail/transport-state";
import { Mail } from "#server/models/mail";
import { OutboxEntry } from "#server/models/outbox-entry";
import { openQueues, type Queues } from "#server/queues/open-queues";
import { countMails, mailsOf, post } from "../../tests/support/mail.ts";
import { startMailServer, type TestMailServer } from "../../tests/support/mail-server.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { quickMail } from "../../tests/support/quick-mail.ts";
import type { MailTiming } from "./mail-timing.ts";
import { startMailer } from "./mailer.ts";

let platform: TestPlatform;
let server: TestMailServer;
let started: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  platform = await createTestPlatform();
  server = await startMailServer({ login: true });
});
afterEach(async () => {
  for (const part of started.reverse()) await part.close();
  started = [];
  server.script = {};
  server.taken.length = 0;
  await platform.context.sequelize.query("TRUNCATE platform.mails, platform.outbox, platform.inbox_mails");
  await resumeTransport(platform.context);
  await platform.context.sequelize.query("UPDATE platform.mail_transport SET failures = 0");
});
afterAll(async () => {
  await server.stop();
  await platform.close();
});

/** A worker process, as far as mail goes. */
async function work(
  options: { environment?: Record<string, string>; timing?: Partial<MailTiming>; without?: "mailer" } = {},
): Promise<{ context: ServerContext; queues: Queues; end(): Promise<void> }> {
  const base = platform.context;
  const queues = await openQueues({
    sequelize: base.sequelize,
    databaseUrl: base.platformDatabaseUrl,
    redisUrl: undefined,
    log: base.log,
  });
  const environment = { SECRET_KEY: base.secretKey, SMTP_URL: server.url, ...options.environment };
  const context: ServerContext = { ...base, queues, config: readConfig(environment) };
  const parts: { close(): Promise<unknown> }[] = [queues];
  if (!options.without) parts.push(await startMailer(context, queues, { ...quickMail, ...options.timing }));
  const end = async () => {
    for (const part of parts.splice(0).reverse()) await part.close();
  };
  started.push({ close: end });
  return { context, queues, end };
}

async function until<T>(
  ask: () => T | false | undefined | Promise<T | false | undefined>,
  within = 20_000,
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${within} ms.`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

const only = async (): Promise<Mail> => {
  const [mail, ...more] = await Mail.findAll();
  if (!mail || more.length > 0) throw new Error("There is not exactly one mail.");
  return mail;
};
const stateBecomes = (state: Mail["state"]) =>
  until(async () => {
    const mail = await only();
    return mail.state === state ? mail : undefined;
  });

describe("a mail", () => {
  it("arrives in both forms, with its Message-ID, and its content is then forgotten [MAIL-01] [MAIL-02]", async () => {
    const { context } = await work();
    const [messageId] = await post(context, platform.actor.workspaceId, [
      {
        to: "ada@example.com",
        toName: "Ada, “Countess”",
        content: { subject: "Grüße", text: "Plain grüße.\n", html: "<p>Marked-up grüße.</p>" },
      },
    ]);
    const mail = await stateBecomes("sent");
    expect(mail).toMatchObject({ tries: 1, sealed: null, keyId: null, reason: null });
    const [taken] = server.taken;
    expect(taken).toMatchObject({ messageId, recipient: "ada@example.com" });
    expect(taken?.source).toMatch(/^From: Quintet <quintet@localhost>/m);
    expect(taken?.source).toMatch(/text\/plain[\s\S]*Plain gr=C3=BC[\s\S]*text\/html[\s\S]*Marked-up gr=C3=BC/);
    expect(taken?.source).toContain("Auto-Submitted: auto-generated");
  });

  it("lies encrypted while it waits, and cannot be read in another mail's place", async () => {
    const { context } = await work({ without: "mailer" });
    const secret = "https://studio.example.com/reset/s3cret-link";
    await post(context, null, [{ content: { subject: "Reset", text: secret, html: secret } }, {}]);
    const [[rows]] = [await context.sequelize.query("SELECT * FROM platform.mails")];
    expect(JSON.stringify(rows)).not.toContain("s3cret");
    const [first, second] = await mailsOf(context);
    expect(first?.content?.text).toBe(secret);
    await Mail.update({ sealed: first?.mail.sealed ?? null }, { where: { id: second?.mail.id ?? "" } });
    expect((await mailsOf(context))[1]?.content).toBeUndefined();
  });

  it("does not exist after a rollback [TXN-03] [MAIL-03]", async () => {
    const { context } = await work();
    await expect(
      context.sequelize.transaction(async (transaction) => {
        const content = { subject: "s", text: "t", html: "h" };
        const mail = { kind: "note", to: "a@example.com", lane: "urgent", workspaceId: null, content } as const;
        await enqueueMail(context, transaction, mail);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await countMails(context)).toEqual({});
    expect(await OutboxEntry.count()).toBe(0);
  });

  it.each([
    "ada@example.com, eve@evil.example",
    "Friends: ada@example.com;",
    '"ada@good.example x"@evil.example',
    "ada@example.com\r\nRCPT TO:<eve@evil.example>",
    "ada(comment)@example.com",
    "<ada@example.com>",
    "ada..l@example.com",
    "",
  ])("is refused when it is to %j [MAIL-04]", async (to) => {
    await expect(post(platform.context, null, [{ to }])).rejects.toMatchObject({ code: "invalid_values" });
    expect(await countMails(platform.context)).toEqual({});
  });

  it("cannot bring headers of its own [MAIL-04]", async () => {
    const { context } = await work();
    const evil = "x\r\nBcc: eve@evil.example\r\n\r\nbody";
    await post(context, null, [{ toName: evil, content: { subject: evil, text: "t", html: "h" } }]);
    await stateBecomes("sent");
    const head = server.taken[0]?.source.split(/\r?\n\r?\n/)[0] ?? "";
    expect(head).not.toMatch(/^Bcc:/im);
    expect(head).toMatch(/^Subject: x Bcc: eve@evil\.example body$/m);
  });

  it("that is of no use any more is not sent", async () => {
    const { context } = await work();
    await post(context, null, [{ expiresAt: new Date(Date.now() - 1_000) }]);
    expect(await stateBecomes("dead")).toMatchObject({ reasonCode: "expired", sealed: null });
    expect(server.taken).toEqual([]);
  });

  it("that was encrypted with another SECRET_KEY says so; the key before the change opens it [SEC-06]", async () => {
    const { context } = await work({ without: "mailer" });
    const before = "another-secret-key-another-secret-key";
    await post({ ...context, secretKey: before }, null, [{}]);
    const first = await work();
    expect(await stateBecomes("dead")).toMatchObject({ reasonCode: "not_sendable" });
    await first.end();
    await context.sequelize.query("TRUNCATE platform.mails");
    await post({ ...context, secretKey: before }, null, [{}]);
    await work({ environment: { SECRET_KEY_BEFORE: before } });
    await stateBecomes("sent");
  });
});

const impatient = { connectMs: 500, greetingMs: 500, silenceMs: 700 };

describe("what the mail server answers", () => {
  const cases: {
    name: string;
    script: TestMailServer["script"];
    state: Mail["state"];
    code: string;
    words: string;
    paused: boolean;
  }[] = [
    {
      name: "450 to the recipient: it is tried again later",
      script: { recipient: () => "450 4.2.0 Greylisted, come back" },
      state: "failed",
      code: "refused_for_now",
      words: "4.2.0 Greylisted, come back",
      paused: false,
    },
    {
      name: "550 to the recipient: it is dead, with the server's words",
      script: { recipient: () => "550 5.1.1 No such user here" },
      state: "dead",
      code: "refused",
      words: "5.1.1 No such user here",
      paused: false,
    },
    {
      name: "554 after the content: it is dead",
      script: { mail: () => "554 5.7.1 Looks like spam" },
      state: "dead",
      code: "refused",
      words: "Looks like spam",
      paused: false,
    },
    {
      name: "421 after the content: this mail is tried again, others go on",
      script: { mail: () => "421 4.3.2 Shutting down" },
      state: "failed",
      code: "refused_for_now",
      words: "Shutting down",
      paused: false,
    },
    {
      name: "nothing, the connection breaks after the content: it is tried again",
      script: { mail: () => "cut" },
      state: "failed",
      code: "interrupted",
      words: "broke while it was sent",
      paused: false,
    },
    {
      name: "nothing at all after the content: it is tried again, after the time for silence",
      script: { mail: () => "stall" },
      state: "failed",
      code: "interrupted",
      words: "it did not answer in time",
      paused: false,
    },
    {
      name: "421 as its greeting: nothing is sent for a while, and no mail is to blame",
      script: { greeting: () => "421 4.7.0 Too many connections" },
      state: "queued",
      code: "busy",
      words: "Too many connections",
      paused: true,
    },
    {
      name: "535 to our login: nothing is sent until somebody mends it",
      script: { login: () => "535 5.7.8 Bad credentials for pass-w0rd" },
      state: "queued",
      code: "login_refused",
      words: "5.7.8 Bad credentials for …",
      paused: true,
    },
    {
      name: "553 to our address: nothing is sent until somebody mends it",
      script: { sender: () => "553 5.7.1 Sender not owned by you" },
      state: "queued",
      code: "sender_refused",
      words: "Sender not owned by you",
      paused: true,
    },
    {
      name: "530, log in first: nothing is sent until somebody mends it",
      script: { sender: () => "530 5.7.0 Authentication required" },
      state: "queued",
      code: "login_refused",
      words: "Authentication required",
      paused: true,
    },
  ];

  it.each(cases)("$name", async ({ name, script, state, code, words, paused }) => {
    server.script = script;
    const { context } = await work({
      environment: { SMTP_URL: server.url.replace("//", "//me:pass-w0rd@") },
      timing: {
        firstRetryMs: { interrupted: 60_000, refused: 60_000 },
        ...(name.startsWith("nothing at all") ? { smtp: impatient } : {}),
      },
    });
    await post(context, platform.actor.workspaceId, [{}]);
    const mail = await until(async () => {
      const row = await only();
      return row.reasonCode === code && row.state === state ? row : undefined;
    });
    expect(mail.reason).toContain(words);
    expect(mail.reason).not.toContain("pass-w0rd");
    expect(mail.tries).toBe(paused ? 0 : 1);
    expect(mail.nextTryAt !== null).toBe(state === "failed");
    expect(mail.sealed).not.toBeNull();
    if (paused) {
      const transport = await until(async () => {
        const state = await readTransportState(context);
        return state.pausedSince === null ? undefined : state;
      });
      expect(transport).toMatchObject({ reasonCode: code, reason: expect.stringContaining(words) });
    } else expect((await readTransportState(context)).pausedSince).toBeNull();

    // And when the cause is gone, all that is not dead goes by itself.
    server.script = {};
    if (state === "dead") return;
    await Mail.update({ nextTryAt: new Date() }, { where: { state: "failed" } });
    expect(await stateBecomes("sent")).toMatchObject({ messageId: mail.messageId, reason: null, reasonCode: null });
    await until(async () => (await readTransportState(context)).pausedSince === null);
  });

  it("too late as its greeting: the server counts as away, until it is in time", async () => {
    const sockets = new Set<Socket>();
    const late: Server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      setTimeout(() => socket.write("220 at last\r\n"), 2_000);
    });
    await new Promise<void>((done) => late.listen(0, "127.0.0.1", done));
    const { port } = late.address() as { port: number };
    const { context, end } = await work({
      environment: { SMTP_URL: `smtp://127.0.0.1:${port}` },
      timing: { smtp: impatient },
    });
    await post(context, null, [{}]);
    await until(async () => (await readTransportState(context)).reasonCode === "unreachable");
    expect(await only()).toMatchObject({ state: "queued", tries: 0 });
    await end();
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => late.close(done));
  });

  it("that it has no STARTTLS, where it is required: no mail in the clear instead", async () => {
    const { context } = await work({ environment: { SMTP_URL: `${server.url}?tls=required` } });
    await post(context, null, [{}]);
    await until(async () => (await readTransportState(context)).reasonCode === "tls");
    expect(server.taken).toEqual([]);
  });
});

describe("the way", () => {
  it("holds all mail while the server is down, and sends it in order when it is back, without a person [MAIL-03]", async () => {
    const { context } = await work();
    await server.stop();
    const ids = await post(
      context,
      platform.actor.workspaceId,
      Array.from({ length: 60 }, (_, index) => ({ to: `reader${index}@example.com` })),
    );
    await until(async () => (await readTransportState(context)).reasonCode === "unreachable");
    await new Promise((done) => setTimeout(done, 700));
    expect(await countMails(context)).toEqual({ queued: 60 });
    expect(await Mail.max("tries")).toBe(0);
    await server.start();
    await until(() => server.taken.length >= 60);
    expect(new Set(server.taken.map(({ messageId }) => messageId))).toEqual(new Set(ids));
    const places = server.taken.map(({ messageId }) => ids.indexOf(messageId));
    const drift = Math.max(...places.map((place, index) => Math.abs(place - index)));
    expect(drift).toBeLessThan(15); // five at a time, and the first five were in hand
    expect((await readTransportState(context)).failures).toBe(0);
  });

  it("lets an urgent mail pass two thousand", async () => {
    const first = await work({ without: "mailer" });
    await post(
      first.context,
      platform.actor.workspaceId,
      Array.from({ length: 2_000 }, () => ({ lane: "bulk" as const, kind: "newsletter" })),
    );
    await until(async () => {
      first.queues.nudge();
      const [[row]] = (await first.context.sequelize.query(
        "SELECT count(*)::int AS waiting FROM platform.outbox WHERE delivered_at IS NULL",
      )) as [{ waiting: number }[], unknown];
      return row?.waiting === 0;
    }, 90_000);
    const [messageId] = await post(first.context, null, [{ lane: "urgent", kind: "reset" }]);
    const [other] = await post(first.context, (await platform.member("owner", "elsewhere")).workspaceId, [
      { lane: "bulk" },
    ]);
    await until(async () => (await countMails(first.context)).queued === 2_002);
    await new Promise((done) => setTimeout(done, 300));
    await work();
    await until(() => server.taken.some((taken) => taken.messageId === other), 60_000);
    const order = server.taken.map((taken) => taken.messageId);
    expect(order.indexOf(messageId ?? "")).toBeLessThan(5);
    // Another workspace's one newsletter takes its turn among the first tens, not after two thousand.
    expect(order.indexOf(other ?? "")).toBeLessThan(40);
  }, 180_000);

  it("sends a mail once, however many jobs and workers there are for it", async () => {
    const [first] = [await work(), await work()];
    await post(
      first.context,
      null,
      Array.from({ length: 40 }, () => ({})),
    );
    await first.context.sequelize.query(
      "INSERT INTO platform.outbox (topic, job_id, payload) SELECT 'mail', 'again-' || id, jsonb_build_object('mailId', id) FROM platform.mails",
    );
    first.queues.nudge();
    await until(async () => (await countMails(first.context)).sent === 40);
    await new Promise((done) => setTimeout(done, 300));
    expect(server.taken).toHaveLength(40);
  });

  it("gives a mail whose job was lost another one", async () => {
    const { context, end } = await work({ without: "mailer" });
    await post(context, null, [{}]);
    await context.sequelize.query("UPDATE platform.outbox SET delivered_at = now()");
    await end();
    await context.sequelize.query("DELETE FROM bullmq.job").catch(() => undefined);
    await work();
    expect(await stateBecomes("sent")).toMatchObject({ attempt: 2 });
  });

  it("finishes what is under way at its end, and leaves the rest to others", async () => {
    let slow = 0;
    server.script = {
      mail: () => {
        slow += 1;
        return undefined;
      },
    };
    const { context, end } = await work();
    await post(
      context,
      null,
      Array.from({ length: 100 }, () => ({})),
    );
    await until(() => slow > 5);
    await end();
    const counts = await countMails(context);
    expect((counts.sent ?? 0) + (counts.queued ?? 0)).toBe(100);
    expect(server.taken).toHaveLength(counts.sent ?? 0);
    await work();
    await until(async () => (await countMails(context)).sent === 100);
    expect(server.taken).toHaveLength(100);
  });
});
