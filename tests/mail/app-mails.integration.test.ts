import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppId, DraftId } from "#contract/platform-ids";
import { authRoleOf } from "#engine/auth/auth-role";
import type { AppDefinition } from "#engine/definition/app-definition";
import { type AccountMail, accountMails, requiredVariables } from "#engine/email/account-mails";
import { accountTransaction } from "#engine/runtime/accounts/account-place";
import { postAccountMail } from "#engine/runtime/mail/post-account-mail";
import type { Closable } from "#server/closable";
import type { ServerContext } from "#server/context";
import { Mail } from "#server/models/mail";
import { claimLines } from "../../workers/effects/claim-lines.ts";
import { startEffects } from "../../workers/effects/start-effects.ts";
import { purgeOutbox } from "../../workers/housekeeping/purge-outbox.ts";
import { app, model, testId, text } from "../builders.ts";
import { createAppWith } from "../support/drafts.ts";
import { mailsOf } from "../support/mail.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { publishDefinition } from "../support/publish-definition.ts";
import { withUsers } from "../support/users.ts";

const plain = withUsers(app(model("book", text("title"))));

function withTemplate(definition: AppDefinition, name: string, source: string): AppDefinition {
  const id = testId("template", name);
  const record = { kind: "template" as const, id, name, source, order: "a" };
  return { ...definition, records: { ...definition.records, [id]: record } } as AppDefinition;
}

let test: TestPlatform;
let made: { readonly appId: AppId; readonly draftId: DraftId };
let running: Closable[] = [];

beforeAll(async () => {
  test = await createTestPlatform();
  made = (await createAppWith(test.context, test.actor, plain)) as never;
  expect((await publishDefinition(test, made, plain)).state).toBe("live");
});
afterAll(async () => {
  await test?.close();
});

/** Posts mails as the app does, in one transaction. */
async function post(mails: readonly AccountMail[], then?: () => void, appId: AppId = made.appId): Promise<void> {
  const { engine } = test.context;
  const live = await engine.apps.get(appId, "live");
  if (!live?.snapshot.users) throw new Error("The app has no users.");
  const place = { live, users: live.snapshot.users, data: engine.data };
  await accountTransaction(place, "a test", async (run) => {
    for (const mail of mails) await postAccountMail({ live, mail: engine.mail }, run, mail);
    then?.();
  });
}

const start = (context: ServerContext = test.context) => {
  const effects = startEffects(context, { lookMs: 50 });
  running.push(effects);
  return effects;
};
const stop = async () => {
  for (const effects of running) await effects.close();
  running = [];
};
const lines = async () =>
  (await test.context.appDatabase.pool.query("SELECT * FROM quintet.outbox ORDER BY made_at, id")).rows;
const settled = () =>
  expect
    .poll(async () => (await lines()).filter((line) => line.done_at === null && line.dead_at === null).length, {
      timeout: 20_000,
    })
    .toBe(0);
const mailTo = async (address: string) =>
  (await mailsOf(test.context)).filter(({ mail }) => mail.toAddress === address);

const reset = (to: string, more: Partial<AccountMail> = {}): AccountMail => ({
  name: "reset",
  to,
  link: "/accounts/reset/abc/",
  ...more,
});

describe("the mails of an app", () => {
  it("[TXN-03] [MAIL-03] leave with the commit and not after a rollback, each once, whatever runs twice", async () => {
    await expect(
      post([reset("never@example.com")], () => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await post([reset("one@example.com"), reset("two@example.com")]);
    expect(await Mail.count()).toBe(0);
    start();
    start();
    await settled();
    await stop();
    expect((await mailsOf(test.context)).map(({ mail }) => mail.toAddress).sort()).toEqual([
      "one@example.com",
      "two@example.com",
    ]);
    // As after a process that died before it wrote that a line is done.
    await test.context.appDatabase.pool.query("UPDATE quintet.outbox SET done_at = NULL, payload = '{}'");
    start();
    await settled();
    await stop();
    expect(await Mail.count({ where: { appId: made.appId, state: "queued" } })).toBe(2);
  });

  it("[MAIL-01] have HTML and text in the language of the app, with links to the app's own host", async () => {
    for (const name of accountMails) {
      await post([
        {
          name,
          to: `${name}@example.com`,
          toName: "Ada <b>",
          code: "123456",
          newAddress: "new@example.com",
          ...(requiredVariables[name].length === 0 ? {} : { link: `/accounts/${name}/secret-of-a-link/` }),
          expiresAt: new Date(Date.now() + 3_600_000),
        },
      ]);
    }
    start();
    await settled();
    await stop();
    for (const name of accountMails) {
      const [found] = await mailTo(`${name}@example.com`);
      expect(found?.mail).toMatchObject({ state: "queued", kind: `app.${name}`, appId: made.appId, lane: "urgent" });
      const { text = "", html = "" } = found?.content ?? {};
      expect(html).toContain("Ada &lt;b&gt;");
      expect(text).toContain("Ada <b>");
      const link = `/accounts/${name}/secret-of-a-link/`;
      if (requiredVariables[name].length > 0) {
        expect(html).toMatch(new RegExp(`href="http://[a-z0-9-]+\\.localhost:4000${link}"`));
        expect(text).toContain(link);
      }
      expect(text.includes("123456")).toBe(name === "confirm");
      expect(text.includes("new@example.com")).toBe(name.startsWith("address-change"));
    }
  });

  it("[MAIL-03] of a process that died with them in its hands are made by another one, once", async () => {
    const { pool } = test.context.appDatabase;
    await post([reset("left@example.com")]);
    expect(await claimLines(test.context.appDatabase)).toHaveLength(1);
    expect(await claimLines(test.context.appDatabase)).toEqual([]);
    await pool.query("UPDATE quintet.outbox SET lease_until = now() WHERE done_at IS NULL");
    start();
    start();
    await settled();
    await stop();
    expect(await mailTo("left@example.com")).toHaveLength(1);
    expect((await lines()).at(-1)).toMatchObject({ attempt: 2, payload: {} });
  });

  it("of one app do not stand before those of another, however many there are", async () => {
    const other = (await createAppWith(test.context, test.actor, plain)) as never as typeof made;
    expect((await publishDefinition(test, other, plain)).state).toBe("live");
    // A transaction has three seconds, so they are posted by several.
    for (let from = 0; from < 200; from += 20)
      await post(Array.from({ length: 20 }, (_, n) => reset(`many-${from + n}@example.com`)));
    await post([reset("single@example.com")], undefined, other.appId);
    const claimed = await claimLines(test.context.appDatabase);
    expect(claimed.filter(({ appId }) => appId === other.appId)).toHaveLength(1);
    expect(claimed.length).toBeLessThanOrEqual(11);
    await test.context.appDatabase.pool.query("DELETE FROM quintet.outbox");
  });

  it("are forgotten in the outbox: a week after they were made, a month after they were given up", async () => {
    const { pool } = test.context.appDatabase;
    await post([1, 2, 3, 4].map((n) => reset(`old-${n}@example.com`)));
    const ids = (await lines()).slice(-4).map(({ id }) => id);
    const age = (id: string, over: string, days: number) =>
      pool.query(
        `UPDATE quintet.outbox SET ${over} = now(), made_at = now() - make_interval(days => $2) WHERE id = $1`,
        [id, days],
      );
    await age(ids[0], "done_at", 8);
    await age(ids[1], "done_at", 6);
    await age(ids[2], "dead_at", 31);
    await age(ids[3], "dead_at", 29);
    await purgeOutbox(test.context);
    expect((await lines()).map(({ id }) => id)).toEqual(expect.arrayContaining([ids[1], ids[3]]));
    expect((await lines()).some(({ id }) => id === ids[0] || id === ids[2])).toBe(false);
    await pool.query("DELETE FROM quintet.outbox");
  });

  it("hold no link in the clear while they wait", async () => {
    await post([reset("sealed@example.com", { link: "/accounts/reset/very-secret/" })]);
    expect(JSON.stringify(await lines())).not.toContain("very-secret");
    start();
    await settled();
    await stop();
    expect((await mailTo("sealed@example.com"))[0]?.content?.text).toContain("very-secret");
  });

  it("[MAIL-04] have one plain address: a line break in it sends nothing, and the log says why", async () => {
    await post([reset("ada@example.com\r\nBcc: all@example.com")]);
    start();
    await settled();
    await stop();
    const [found] = (await mailsOf(test.context)).filter(({ mail }) => mail.state === "dead");
    expect(found?.mail.reason).toBe("It has no address that mail can be sent to.");
    expect(found?.mail.toAddress).not.toMatch(/[\r\n]/);
  });

  it("are not sent when their link has ended", async () => {
    await post([reset("late@example.com", { expiresAt: new Date(Date.now() - 1_000) })]);
    start();
    await settled();
    await stop();
    expect((await mailTo("late@example.com"))[0]?.mail).toMatchObject({ state: "dead", reasonCode: "not_made" });
  });

  it("are posted by nobody but the roles of an app, in its name", async () => {
    const { pool } = test.context.appDatabase;
    const values = ["mail", "00000000-0000-7000-8000-000000000001"];
    const asLogin = pool.query("SELECT quintet.post($1, $2, NULL, '{}', NULL)", values);
    await expect(asLogin).rejects.toMatchObject({ code: "42501" });
    const live = await test.context.engine.apps.get(made.appId, "live");
    const client = await pool.connect();
    try {
      for (const role of [live?.roleName ?? "", authRoleOf(live?.roleName ?? "")]) {
        await client.query("BEGIN");
        await client.query(`SET LOCAL ROLE "${role}"`);
        await client.query("SAVEPOINT before");
        await expect(client.query("SELECT FROM quintet.outbox")).rejects.toMatchObject({ code: "42501" });
        await client.query("ROLLBACK TO before");
        await client.query("SELECT quintet.post($1, gen_random_uuid(), 'k', '{\"n\": 1}', NULL)", ["mail"]);
        await client.query("SELECT quintet.post($1, gen_random_uuid(), 'k', '{\"n\": 2}', NULL)", ["mail"]);
        await client.query("RESET ROLE");
        const { rows } = await client.query("SELECT app_id, payload FROM quintet.outbox WHERE key = 'k'");
        expect(rows).toEqual([{ app_id: made.appId, payload: { n: 2 } }]);
        await client.query("ROLLBACK");
      }
    } finally {
      client.release();
    }
  });

  it("[MAIL-06] are made from the builder's template of the release that posted them; one without a subject is given up at once", async () => {
    const own =
      '{% extends "_mail/base.html" %}{% block subject %}{{ app.label }}: hello{% endblock %}{% block main %}<p>Own words <a href="{{ mail.link }}">here</a></p>{% endblock %}';
    const withOwn = withTemplate(plain, "mails/reset.html", own);
    expect((await publishDefinition(test, made, withOwn)).state).toBe("live");
    await post([reset("own@example.com")]);
    start();
    await settled();
    await stop();
    const [found] = await mailTo("own@example.com");
    expect(found?.content?.text).toContain("Own words here: http");
    expect(found?.mail.subject).toMatch(/: hello$/);
    const silent = withTemplate(plain, "mails/reset.html", own.replace(/\{\{ app.label \}\}: hello/, ""));
    // Posted before the publish, and made after it.
    await post([reset("before@example.com")]);
    expect((await publishDefinition(test, made, silent)).state).toBe("live");
    await post([reset("silent@example.com")]);
    start();
    await settled();
    await stop();
    expect((await mailTo("before@example.com"))[0]?.mail.subject).toMatch(/: hello$/);
    expect((await mailTo("silent@example.com"))[0]?.mail).toMatchObject({
      state: "dead",
      reason: "The mail has no subject: its block subject is empty.",
    });
  });

  it("wait when their app has sent too many within an hour, and one address has only so many a day", async () => {
    expect((await publishDefinition(test, made, plain)).state).toBe("live");
    await Mail.destroy({ where: {} });
    const config = { ...test.context.config, appMailsPerHour: 3, smtp: { host: "x" } as never };
    const context = { ...test.context, config };
    await post([1, 2, 3, 4].map((n) => reset(`limit-${n}@example.com`)));
    start(context);
    await expect.poll(() => Mail.count(), { timeout: 10_000 }).toBe(3);
    await expect
      .poll(async () => (await lines()).filter(({ done_at }) => done_at === null).map(({ reason }) => reason), {
        timeout: 10_000,
      })
      .toContain("The app has sent 3 mails within an hour; this one waits.");
    await stop();
    await Mail.update({ toAddress: "limit-4@example.com" }, { where: {} });
    await Mail.destroy({ where: {} });
    await test.context.appDatabase.pool.query("DELETE FROM quintet.outbox");
    await post(Array.from({ length: 22 }, () => reset("busy@example.com")));
    start({ ...test.context, config: { ...config, appMailsPerHour: 200 } });
    await settled();
    await stop();
    expect(await Mail.count({ where: { state: "queued" } })).toBe(20);
    expect(await Mail.count({ where: { state: "dead" } })).toBe(2);
  });
});
