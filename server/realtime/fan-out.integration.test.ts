import { createServer as createHttpServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { Server } from "socket.io";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DraftEdit } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import type { PeopleChanged } from "#contract/socket/presence";
import { app, fieldId, model, modelId, text } from "../../tests/builders.ts";
import { createAppWith, signIn } from "../../tests/support/drafts.ts";
import { startFaultProxy } from "../../tests/support/fault-proxy.ts";
import { type Client, type Gateway, openGateway } from "../../tests/support/gateway.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { hasRedis, startRedis } from "../../tests/support/redis.ts";
import { signOut } from "../commands/accounts/sign-out.ts";
import { applyDraftEdits } from "../commands/drafts/apply-edits.ts";
import { saveLayout } from "../commands/drafts/save-layout.ts";
import type { Actor } from "../policies/actor.ts";
import { channelOf } from "./fan-out-postgres.ts";
import { openFanOut } from "./open-fan-out.ts";

/** For sockets, two gateways on one database are the same as two processes. */
let platform: TestPlatform;
let here: Gateway;
let there: Gateway;
let ada: Actor;
let ben: Actor;
let vera: Actor;
let eve: Actor;
const cookies = new Map<Actor, string>();
const library = app(model("book", text("title")));

beforeAll(async () => {
  platform = await createTestPlatform();
  here = await openGateway(platform);
  there = await openGateway(platform);
  ada = platform.actor;
  ben = await platform.member("editor");
  vera = await platform.member("viewer");
  eve = await platform.member("owner", "elsewhere");
  for (const actor of [ada, ben, vera, eve]) cookies.set(actor, await signIn(here.context, actor));
});
afterEach(() => {
  here.disconnectAll();
  there.disconnectAll();
});
afterAll(async () => {
  await here.close();
  await there.close();
  await platform.close();
});

const join = async (gateway: Gateway, actor: Actor, draftId: DraftId): Promise<Client> => {
  const client = await gateway.connect(cookies.get(actor) as string);
  expect(await client.emitWithAck("draft.join", { draftId, afterRevision: 0 })).toMatchObject({ ok: true });
  return client;
};
const relabel = (draftId: DraftId, to: string, seenRevision = 0) => ({
  draftId,
  batchId: `batch-${Math.random().toString(36).slice(2)}`,
  seenRevision,
  label: "Relabel",
  operations: [{ op: "update" as const, id: fieldId("book", "title"), set: { label: to.slice(0, 100) }, unset: [] }],
});
const sit = (client: Client, draftId: DraftId, rest: object = {}) =>
  client.emitWithAck("presence.set", { draftId, place: { screen: "models" }, isIdle: false, ...rest });

/** Who a client has last been told is there, by role (the members' names). */
function watchPeople(client: Client): () => PeopleChanged["people"] {
  let last: PeopleChanged["people"] = [];
  client.on("presence.changed", ({ people }) => {
    last = people;
  });
  return () => last;
}
const names = (people: PeopleChanged["people"]) => people.map(({ name }) => name).sort();

describe("two processes", () => {
  it("carry an edit to each other's sockets, once and in order, however large", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const author = await join(here, ada, draftId);
    const reader = await join(there, ben, draftId);
    const heard: DraftEdit[] = [];
    reader.on("draft.edited", (edit) => heard.push(edit));
    for (let revision = 0; revision < 20; revision += 1) {
      expect(await author.emitWithAck("draft.edit", relabel(draftId, `Label ${revision}`, revision))).toMatchObject({
        ok: true,
      });
    }
    const large = "x".repeat(20_000);
    const added = {
      ...relabel(draftId, "", 20),
      operations: [
        {
          op: "create" as const,
          record: {
            kind: "template" as const,
            id: "tpl_00000000000000aa" as const,
            order: "a0",
            name: "a.html",
            source: large,
          },
        },
      ],
    };
    expect(await author.emitWithAck("draft.edit", added as never)).toMatchObject({ ok: true, revision: 21 });
    await expect.poll(() => heard.length).toBe(21);
    expect(heard.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 21 }, (_, index) => index + 1),
    );
    const last = heard.find(({ revision }) => revision === 21);
    expect(JSON.stringify(last)).toContain(large);
    expect(last).not.toHaveProperty("undoes"); // and not null
  });

  it("tell each other's sockets what a process without sockets says", async () => {
    const worker = await openGateway(platform); // whose server nobody asks: it only tells
    const reader = await here.connect(cookies.get(ben) as string);
    const heard: unknown[] = [];
    reader.on("apps.changed", (change) => heard.push(change));
    const stranger = await there.connect(cookies.get(eve) as string);
    stranger.on("apps.changed", () => heard.push("a stranger heard it"));
    worker.realtime.emit({ workspace: ada.workspaceId }, "apps.changed", { appId: "an-app" as never });
    await expect.poll(() => heard).toEqual([{ appId: "an-app" }]);
    await worker.close();
  });

  it("move things on each other's canvases, and nobody's whose draft it is not", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const other = await createAppWith(here.context, ada, library);
    const reader = await join(there, vera, draftId);
    const elsewhere = await join(there, ben, other.draftId);
    const heard: unknown[] = [];
    reader.on("layout.changed", (change) => heard.push(change));
    elsewhere.on("layout.changed", () => heard.push("in another draft"));
    const positions = { [modelId("book")]: { x: 40, y: -8.5 } };
    await saveLayout(here.context, ada, { draftId, canvas: "models", positions });
    await expect.poll(() => heard).toEqual([{ draftId, canvas: "models", positions, by: ada.accountId }]);
  });

  it("close the sockets of a session that ended, and of a person, wherever they are", async () => {
    const carl = await platform.member("editor");
    cookies.set(carl, await signIn(here.context, carl));
    const second = { ...carl, sessionId: crypto.randomUUID() };
    cookies.set(second, await signIn(here.context, second));
    const [one, two, three] = [
      await here.connect(cookies.get(carl) as string),
      await there.connect(cookies.get(carl) as string),
      await there.connect(cookies.get(second) as string),
    ];
    await signOut(here.context, carl);
    await expect.poll(() => [one.connected, two.connected, three.connected]).toEqual([false, false, true]);
    const origin = `http://localhost:${there.port}`;
    expect(await there.handshake({ origin, cookie: cookies.get(carl) as string })).toMatchObject({ status: 401 });
    here.realtime.endSockets({ account: carl.accountId });
    await expect.poll(() => three.connected).toBe(false);
  });
});

describe("presence", () => {
  it("shows everybody in a draft to everybody in it, viewers too, and to nobody else", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const other = await createAppWith(here.context, ada, library);
    const [one, two, three] = [
      await join(here, ada, draftId),
      await join(there, ben, draftId),
      await join(there, vera, draftId),
    ];
    const elsewhere = await join(there, ben, other.draftId);
    const stranger = await there.connect(cookies.get(eve) as string);
    const leaked: unknown[] = [];
    for (const client of [elsewhere, stranger]) client.on("presence.changed", (people) => leaked.push(people));
    const [seenByOne, seenByThree] = [watchPeople(one), watchPeople(three)];

    expect(await sit(stranger, draftId)).toMatchObject({ ok: false, problem: { status: 409 } });
    expect(await stranger.emitWithAck("draft.join", { draftId, afterRevision: 0 })).toMatchObject({
      ok: false,
      problem: { status: 404 },
    });
    await sit(one, draftId, { place: { screen: "models", recordId: modelId("book") } });
    await sit(two, draftId, { place: { screen: "data", recordId: fieldId("book", "title"), rowKey: "42" } });
    await sit(three, draftId);
    await expect.poll(() => names(seenByOne())).toEqual(["editor", "owner", "viewer"]);
    await expect.poll(() => names(seenByThree())).toEqual(["editor", "owner", "viewer"]);
    // Which row somebody is on is told to those alone who may see rows.
    expect(JSON.stringify(seenByOne())).toContain('"rowKey":"42"');
    expect(JSON.stringify(seenByThree())).not.toContain("rowKey");
    expect(leaked).toEqual([]);

    two.disconnect();
    await expect.poll(() => names(seenByOne())).toEqual(["owner", "viewer"]);
    three.emit("draft.leave", { draftId });
    await expect.poll(() => names(seenByOne())).toEqual(["owner"]);
  });

  it("takes no place that is not one, and no end of them", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const client = await join(here, ada, draftId);
    for (const place of [
      { screen: "nowhere" },
      { screen: "models", recordId: "book" },
      { screen: "data", rowKey: "<b>" },
      { screen: "models", label: "Book" },
    ]) {
      expect(await sit(client, draftId, { place })).toMatchObject({ ok: false, problem: { status: 422 } });
    }
    const answers = await Promise.all(Array.from({ length: 90 }, () => sit(client, draftId)));
    expect(answers.some((answer) => !answer.ok && answer.problem.status === 429)).toBe(true);
    expect(client.connected).toBe(true);
  });

  it("forgets people of a process that died without a word", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const doomed = await openGateway(platform);
    const one = await join(here, ada, draftId);
    const seen = watchPeople(one);
    await sit(one, draftId);
    await sit(await join(doomed, ben, draftId), draftId);
    await expect.poll(() => names(seen())).toEqual(["editor", "owner"]);
    // Its connection to the others first: nothing that it says at its end is heard.
    await doomed.realtime.close();
    await expect.poll(() => names(seen()), { timeout: 15_000 }).toEqual(["owner"]);
    await doomed.close();
  }, 20_000);
});

describe("an edit that nobody lived to tell", () => {
  it("is found by those who have the draft open, by its revision", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const reader = await join(there, ben, draftId);
    const heard: unknown[] = [];
    reader.on("draft.edited", () => heard.push("told"));
    reader.on("draft.revised", (now) => heard.push(now));
    // The platform's own context only notes down what it would have told.
    const { context } = platform;
    await context.sequelize.transaction((transaction) =>
      applyDraftEdits(context, ada, relabel(draftId, "In silence") as never, transaction),
    );
    await expect.poll(() => heard.at(-1), { timeout: 12_000 }).toEqual({ draftId, revision: 1 });
    expect(heard).not.toContain("told");
  }, 20_000);
});

/** LISTEN and NOTIFY need no right, so whoever may connect to the database may try. */
describe("somebody else who has a login of the database", () => {
  const secret = () => channelOf(platform.context.secretKey);

  it("hears nothing by the names that can be known", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const author = await join(here, ada, draftId);
    const stranger = new pg.Client({ connectionString: platform.context.platformDatabaseUrl });
    await stranger.connect();
    const heard: unknown[] = [];
    stranger.on("notification", (told) => heard.push(told));
    for (const prefix of ["quintet_sockets", "socket.io", "quintet"]) await stranger.query(`LISTEN "${prefix}#/"`);
    expect(await author.emitWithAck("draft.edit", relabel(draftId, "Heard by none"))).toMatchObject({ ok: true });
    const reader = await join(there, ben, draftId);
    await sit(reader, draftId);
    await sleep(500);
    expect(heard).toEqual([]);
    await stranger.end();
  });

  it("gets no cookie, moves no socket and breaks nothing, even by the name that cannot", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const author = await join(here, ada, draftId);
    const spy = await there.connect(cookies.get(eve) as string);
    const seen: unknown[] = [];
    spy.onAny((event: string) => seen.push(event));
    const stranger = new pg.Client({ connectionString: platform.context.platformDatabaseUrl });
    await stranger.connect();
    const heard: string[] = [];
    stranger.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await stranger.query(`LISTEN "${secret()}#/"`);
    const everybody = { rooms: [], except: [], flags: {} };
    const forged = [
      ...[4, 5, 7].map((type) => ({ type, data: { opts: everybody, rooms: [`draft ${draftId}`], requestId: "r" } })),
      ...Array.from({ length: 16 }, (_, type) => ({ type })),
      ...Array.from({ length: 16 }, (_, type) => ({
        type,
        data: { requestId: "__proto__", packet: null, opts: null },
      })),
    ].map((message) => JSON.stringify({ uid: "forged", nsp: "/", ...message }));
    const told = [...forged, "", "null", "[]", "{", '"text"', '{"nsp":"/","attachmentId":"1; DROP TABLE x"}'];
    for (const payload of told) await stranger.query("SELECT pg_notify($1, $2)", [`${secret()}#/`, payload]);
    await sleep(1_000);
    const answers = heard.filter((payload) => !told.includes(payload)).join("\n");
    for (const cookie of cookies.values()) expect(answers).not.toContain(cookie.split("=")[1]);
    expect(answers).not.toMatch(/handshake|cookie/i);
    expect(await author.emitWithAck("draft.edit", relabel(draftId, "Still ours"))).toMatchObject({ ok: true });
    await sleep(300);
    expect(seen.filter((event) => String(event).startsWith("draft."))).toEqual([]);
    const reader = await join(there, ben, draftId);
    const edited = new Promise((done) => reader.once("draft.edited", done));
    expect(await author.emitWithAck("draft.edit", relabel(draftId, "And told", 1))).toMatchObject({ ok: true });
    expect(await edited).toMatchObject({ revision: 2 });
    await stranger.end();
  });
});

describe("a connection to the other processes that is lost", () => {
  it("comes back by itself, and browsers are told to read again what they missed", async () => {
    const { draftId } = await createAppWith(here.context, ada, library);
    const author = await join(here, ada, draftId);
    const reader = await join(there, ben, draftId);
    const heard: number[] = [];
    const missed: string[] = [];
    reader.on("draft.edited", (edit) => heard.push(edit.revision));
    reader.on("events.missed", () => missed.push("reader"));

    const admin = new pg.Client({ connectionString: platform.context.platformDatabaseUrl });
    await admin.connect();
    const carl = await platform.member("viewer");
    cookies.set(carl, await signIn(here.context, carl));
    const removed = await there.connect(cookies.get(carl) as string);
    const { rowCount } = await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'quintet-sockets' AND datname = current_database()",
    );
    expect(rowCount).toBe(2);
    await signOut(here.context, carl); // which nobody hears
    expect(await author.emitWithAck("draft.edit", relabel(draftId, "While it was away"))).toMatchObject({ ok: true });
    await expect.poll(() => missed.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(() => removed.connected, { timeout: 5_000 }).toBe(false);
    expect(await reader.emitWithAck("draft.join", { draftId, afterRevision: 0 })).toMatchObject({
      ok: true,
      edits: [{ revision: 1 }],
    });
    await expect
      .poll(
        async () => {
          const { rows } = await admin.query(
            "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'quintet-sockets' AND datname = current_database()",
          );
          return rows[0]?.count as number;
        },
        { timeout: 10_000 },
      )
      .toBe(2);
    expect(await author.emitWithAck("draft.edit", relabel(draftId, "And back", 1))).toMatchObject({ ok: true });
    await expect.poll(() => heard, { timeout: 10_000 }).toContain(2);
    expect(heard.filter((revision) => revision === 2)).toEqual([2]);
    await admin.end();
  }, 40_000);

  it("is noticed when it says nothing any more", async () => {
    const url = new URL(platform.context.platformDatabaseUrl);
    const network = await startFaultProxy({ host: url.hostname, port: Number(url.port) });
    const fanOut = openFanOut({
      databaseUrl: network.through(url.toString()),
      redisUrl: undefined,
      secretKey: platform.context.secretKey,
      log: platform.context.log,
      probe: { everyMs: 200, answerMs: 500 },
    });
    const io = new Server(createHttpServer(), { adapter: fanOut.adapter });
    let gaps = 0;
    fanOut.onGap(() => {
      gaps += 1;
    });
    await fanOut.ready();
    network.swallow();
    // Until it was given up: what is new passes.
    await sleep(1_500);
    expect(gaps).toBe(0);
    network.heal();
    await expect.poll(() => gaps, { timeout: 20_000 }).toBe(1);
    await fanOut.close();
    await io.close();
    await network.close();
  }, 30_000);
});

/** Redis is a choice of the operator's: without it on this machine this is skipped, and the report says so. */
describe.skipIf(!hasRedis)("two processes over Redis", () => {
  it("carry edits and presence, and go on by themselves when Redis was away", async () => {
    const redis = await startRedis();
    const withRedis = {
      ...platform,
      context: { ...platform.context, config: { ...platform.context.config, redisUrl: redis.url } },
    };
    const [one, two] = [await openGateway(withRedis), await openGateway(withRedis)];
    try {
      const { draftId } = await createAppWith(one.context, ada, library);
      const author = await join(one, ada, draftId);
      const near = await join(one, ben, draftId);
      const far = await join(two, ben, draftId);
      const heard = { near: [] as number[], far: [] as number[] };
      let missed = 0;
      near.on("draft.edited", (edit) => heard.near.push(edit.revision));
      far.on("draft.edited", (edit) => heard.far.push(edit.revision));
      far.on("events.missed", () => {
        missed += 1;
      });
      const seen = watchPeople(far);
      await sit(author, draftId);
      await sit(far, draftId);
      await expect.poll(() => names(seen()), { timeout: 5_000 }).toEqual(["editor", "owner"]);
      expect(await author.emitWithAck("draft.edit", relabel(draftId, "Over Redis"))).toMatchObject({ ok: true });
      await expect.poll(() => heard).toEqual({ near: [1], far: [1] });

      await redis.stop();
      expect(await author.emitWithAck("draft.edit", relabel(draftId, "Without it", 1))).toMatchObject({ ok: true });
      await expect.poll(() => heard.near).toEqual([1, 2]);
      await redis.start();
      // Each process tells that it is back.
      await expect.poll(() => missed, { timeout: 10_000 }).toBe(2);
      expect(await author.emitWithAck("draft.edit", relabel(draftId, "And again", 2))).toMatchObject({ ok: true });
      await expect.poll(() => heard.far, { timeout: 10_000 }).toEqual([1, 3]);
    } finally {
      await one.close();
      await two.close();
      await redis.stop();
    }
  }, 60_000);
});
