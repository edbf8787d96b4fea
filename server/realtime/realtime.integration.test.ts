import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { io, type ManagerOptions, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DraftEdit } from "#contract/http/drafts";
import { type ClientToServer, type ServerToClient, SOCKET_PATH } from "#contract/socket/events";
import { app, fieldId, model, text } from "../../tests/builders.ts";
import { createAppWith, signIn } from "../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import type { Actor } from "../commands/accounts/actor.ts";
import type { ServerContext } from "../context.ts";
import { openRealtime, type Realtime } from "./open-realtime.ts";

type Client = Socket<ServerToClient, ClientToServer>;

let platform: TestPlatform;
let context: ServerContext;
let realtime: Realtime;
let server: Server;
let port = 0;
let ada: Actor;
let ben: Actor;
let cookies: Map<Actor, string>;
const clients: Client[] = [];
const library = app(model("book", text("title"), text("subtitle")));
const title = fieldId("book", "title");

beforeAll(async () => {
  platform = await createTestPlatform();
  // The context holds the gateway, and the gateway the context: as server/start.ts, late.
  context = {
    ...platform.context,
    realtime: { emit: (audience, event, payload) => realtime.emit(audience, event, payload) },
  };
  realtime = openRealtime(context);
  server = createServer((_request, response) => response.end("the app"));
  realtime.attach(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as { port: number }).port;
  ada = platform.actor;
  ben = await platform.member("editor");
  const eve = await platform.member("owner", "elsewhere");
  cookies = new Map([
    [ada, await signIn(context, ada)],
    [ben, await signIn(context, ben)],
    [eve, await signIn(context, eve)],
  ]);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});
afterAll(async () => {
  await realtime.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await platform.close();
});

function open(
  cookie: string | undefined,
  options: { origin?: string; host?: string; transports?: ManagerOptions["transports"] } = {},
): Client {
  const { origin = `http://localhost:${port}`, host = `localhost:${port}`, transports = ["websocket"] } = options;
  const client: Client = io(`http://127.0.0.1:${port}`, {
    path: SOCKET_PATH,
    transports,
    forceNew: true,
    reconnection: false,
    extraHeaders: { host, origin, ...(cookie ? { cookie } : {}) },
  });
  clients.push(client);
  return client;
}
const connect = async (actor: Actor): Promise<Client> => {
  const client = open(cookies.get(actor));
  await new Promise<void>((done, fail) => {
    client.once("connect", done);
    client.once("connect_error", fail);
  });
  return client;
};
const refused = (client: Client) =>
  new Promise<string>((done, fail) => {
    client.once("connect_error", (error) => done(error.message));
    client.once("connect", () => fail(new Error("It was let in.")));
  });
const set = (label: string) => [{ op: "update" as const, id: title, set: { label }, unset: [] }];
const editOf = (draftId: string, label: string, seenRevision = 0) => ({
  draftId: draftId as never,
  batchId: `batch-${label}-${Math.random().toString(36).slice(2)}`,
  seenRevision,
  label: `Label ${label}`,
  operations: set(label),
});

describe("the handshake", () => {
  it("lets nobody in without a session, from another origin, or through an app's host", async () => {
    const cookie = cookies.get(ada);
    expect(await refused(open(undefined))).toBe("unauthenticated");
    expect(await refused(open(cookie?.replace(/.$/, (last) => (last === "A" ? "B" : "A"))))).toBe("unauthenticated");
    expect(await refused(open(cookie, { origin: "http://evil.example" }))).toBeTruthy();
    expect(await refused(open(cookie, { origin: `http://shop.localhost:${port}` }))).toBeTruthy();
    expect(await refused(open(cookie, { origin: "http://evil.example", transports: ["polling"] }))).toBeTruthy();
    expect(
      await refused(open(cookie, { host: `shop.localhost:${port}`, origin: `http://shop.localhost:${port}` })),
    ).toBeTruthy();
  });

  it("leaves every other path, and the same path on an app's host, to the server", async () => {
    const get = (host: string, path: string) =>
      new Promise<string>((done, fail) => {
        request({ port, host: "127.0.0.1", path, headers: { host } }, (response) => {
          let body = "";
          response.on("data", (chunk) => {
            body += String(chunk);
          });
          response.on("end", () => done(body));
        })
          .on("error", fail)
          .end();
      });
    expect(await get(`localhost:${port}`, "/platform/socket-other")).toBe("the app");
    expect(await get(`shop.localhost:${port}`, `${SOCKET_PATH}/?EIO=4&transport=polling`)).toBe("the app");
  });
});

describe("drafts over the socket", () => {
  it("tells everybody in the draft of an edit, the author included, and nobody else", async () => {
    const { draftId } = await createAppWith(context, ada, library);
    const other = await createAppWith(context, ada, library);
    const [one, two, elsewhere] = [await connect(ada), await connect(ben), await connect(ben)];
    const heard: [string, DraftEdit][] = [];
    for (const [name, client] of [
      ["one", one],
      ["two", two],
      ["elsewhere", elsewhere],
    ] as const) {
      client.on("draft.edited", (edit) => heard.push([name, edit]));
    }
    await one.emitWithAck("draft.join", { draftId, afterRevision: 0 });
    await two.emitWithAck("draft.join", { draftId, afterRevision: 0 });
    await elsewhere.emitWithAck("draft.join", { draftId: other.draftId, afterRevision: 0 });
    const answer = await one.emitWithAck("draft.edit", editOf(draftId, "Headline"));
    expect(answer).toMatchObject({ ok: true, revision: 1, overtook: [] });
    const undone = await one.emitWithAck("draft.undo", { draftId, batchId: "undo-batch-1" });
    expect(undone).toMatchObject({ ok: true, revision: 2, label: "Label Headline", kept: [] });
    await expect.poll(() => heard.length).toBe(4);
    expect(heard.map(([name, edit]) => `${name} ${edit.revision}`).sort()).toEqual([
      "one 1",
      "one 2",
      "two 1",
      "two 2",
    ]);
  });

  it("loses and doubles nothing over a reconnect", async () => {
    const { draftId } = await createAppWith(context, ada, library);
    const author = await connect(ada);
    const reader = await connect(ben);
    const seen = new Set<number>();
    reader.on("draft.edited", (edit) => seen.add(edit.revision));
    await reader.emitWithAck("draft.join", { draftId, afterRevision: 0 });
    await author.emitWithAck("draft.edit", editOf(draftId, "One"));
    await expect.poll(() => seen.size).toBe(1);
    reader.disconnect();
    const repeated = editOf(draftId, "Two", 1);
    await author.emitWithAck("draft.edit", repeated);
    await author.emitWithAck("draft.edit", editOf(draftId, "Three", 2));
    expect(await author.emitWithAck("draft.edit", repeated)).toMatchObject({ ok: true, revision: 2 });
    const again = await connect(ben);
    const caughtUp = await again.emitWithAck("draft.join", { draftId, afterRevision: 1 });
    expect(caughtUp).toMatchObject({ ok: true, revision: 3, edits: [{ revision: 2 }, { revision: 3 }] });
  });

  it("answers what is refused as problem details, with the status of the HTTP API", async () => {
    const { draftId } = await createAppWith(context, ada, library);
    const eve = [...cookies.keys()][2] as Actor;
    const stranger = await connect(eve);
    const client = await connect(ada);
    expect(await stranger.emitWithAck("draft.join", { draftId, afterRevision: 0 })).toMatchObject({
      ok: false,
      problem: { status: 404, code: "not_found" },
    });
    expect(await stranger.emitWithAck("draft.edit", editOf(draftId, "Mine"))).toMatchObject({
      ok: false,
      problem: { status: 404 },
    });
    expect(await client.emitWithAck("draft.edit", { ...editOf(draftId, "x"), operations: [] })).toMatchObject({
      ok: false,
      problem: { status: 422, errors: [{ pointer: "/operations" }] },
    });
    expect(await client.emitWithAck("draft.edit", { ...editOf(draftId, "x"), extra: 1 } as never)).toMatchObject({
      ok: false,
      problem: { status: 422 },
    });
    expect(await client.emitWithAck("draft.join", null as never)).toMatchObject({
      ok: false,
      problem: { status: 422 },
    });
  });

  it("answers no event that is not in the contract and closes on binary, __proto__ and what is too large", async () => {
    const { draftId } = await createAppWith(context, ada, library);
    const client = await connect(ada);
    await expect((client as unknown as Socket).timeout(200).emitWithAck("constructor", {})).rejects.toThrow();
    expect(client.connected).toBe(true);
    for (const sent of [
      Buffer.from("x"),
      { draftId, deep: new Uint8Array(3) },
      JSON.parse('{"__proto__": {"x": 1}}'),
      { draftId, text: "x".repeat(9_000_000) },
    ]) {
      const hostile = await connect(ada);
      hostile.emit("draft.join", sent as never, () => {});
      await expect.poll(() => hostile.connected).toBe(false);
    }
  });

  it("stops to answer at sign-out", async () => {
    const { draftId } = await createAppWith(context, ada, library);
    const carl = await platform.member("editor");
    cookies.set(carl, await signIn(context, carl));
    const client = await connect(carl);
    expect(await client.emitWithAck("draft.join", { draftId, afterRevision: 0 })).toMatchObject({ ok: true });
    await context.sequelize.query("DELETE FROM platform.sessions WHERE id = $1", { bind: [carl.sessionId] });
    client.emit("draft.edit", editOf(draftId, "After"), () => {});
    await expect.poll(() => client.connected).toBe(false);
  });
});
