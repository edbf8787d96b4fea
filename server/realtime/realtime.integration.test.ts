import { request } from "node:http";
import type { Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DraftEdit } from "#contract/http/drafts";
import { SOCKET_PATH } from "#contract/socket/events";
import { app, fieldId, model, text } from "../../tests/builders.ts";
import { createAppWith, signIn } from "../../tests/support/drafts.ts";
import { type Client, type Gateway, openGateway } from "../../tests/support/gateway.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "../policies/actor.ts";

let platform: TestPlatform;
let context: ServerContext;
let gateway: Gateway;
let ada: Actor;
let ben: Actor;
let cookies: Map<Actor, string>;
const library = app(model("book", text("title"), text("subtitle")));
const title = fieldId("book", "title");

beforeAll(async () => {
  platform = await createTestPlatform();
  gateway = await openGateway(platform);
  context = gateway.context;
  ada = platform.actor;
  ben = await platform.member("editor");
  const eve = await platform.member("owner", "elsewhere");
  cookies = new Map([
    [ada, await signIn(context, ada)],
    [ben, await signIn(context, ben)],
    [eve, await signIn(context, eve)],
  ]);
});
afterEach(() => gateway.disconnectAll());
afterAll(async () => {
  await gateway.close();
  await platform.close();
});

const connect = (actor: Actor): Promise<Client> => gateway.connect(cookies.get(actor) as string);
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
    const cookie = cookies.get(ada) as string;
    const origin = `http://localhost:${gateway.port}`;
    const app = `shop.localhost:${gateway.port}`;
    const knock = async (headers: Record<string, string>) => {
      const { status, headers: told, body } = await gateway.handshake(headers);
      if (status === 101) return "let in";
      expect(told).toMatchObject({ "content-type": "application/problem+json", "cache-control": "no-store" });
      return `${status} ${(JSON.parse(body) as { code: string }).code}`;
    };
    expect(await knock({ origin, cookie })).toBe("let in");
    expect(await knock({ origin })).toBe("401 unauthenticated");
    const other = cookie.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    expect(await knock({ origin, cookie: other })).toBe("401 unauthenticated");
    expect(await knock({ cookie })).toBe("403 bad_origin");
    expect(await knock({ cookie, origin: "http://evil.example" })).toBe("403 bad_origin");
    expect(await knock({ cookie, origin: `http://${app}` })).toBe("403 bad_origin");
    expect(await knock({ cookie, origin, "sec-fetch-site": "same-site" })).toBe("403 bad_origin");
    await expect(knock({ cookie, host: app, origin: `http://${app}` })).rejects.toThrow("socket hang up");
  });

  it("keeps a session from opening sockets without end, and gives their places back", async () => {
    const carl = await platform.member("viewer");
    const cookie = await signIn(context, carl);
    const all = await Promise.all(Array.from({ length: 32 }, () => gateway.connect(cookie)));
    const origin = `http://localhost:${gateway.port}`;
    expect(await gateway.handshake({ origin, cookie })).toMatchObject({ status: 429, headers: { "retry-after": "5" } });
    expect(await gateway.handshake({ origin, cookie: cookies.get(ben) as string })).toMatchObject({ status: 101 });
    all[0]?.disconnect();
    await expect.poll(async () => (await gateway.handshake({ origin, cookie })).status).toBe(101);
  });

  it("leaves every other path, and the same path on an app's host, to the server", async () => {
    const get = (host: string, path: string) =>
      new Promise<string>((done, fail) => {
        request({ port: gateway.port, host: "127.0.0.1", path, headers: { host } }, (response) => {
          let body = "";
          response.on("data", (chunk) => {
            body += String(chunk);
          });
          response.on("end", () => done(body));
        })
          .on("error", fail)
          .end();
      });
    expect(await get(`localhost:${gateway.port}`, "/platform/socket-other")).toBe("the app");
    expect(await get(`shop.localhost:${gateway.port}`, `${SOCKET_PATH}/?EIO=4&transport=polling`)).toBe("the app");
    expect(await get(`localhost:${gateway.port}`, `${SOCKET_PATH}/?EIO=4&transport=polling`)).toContain(
      "WebSocket only",
    );
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

  it("refuses numbers that would lose digits and keys that come twice, as HTTP does, and answers what comes with them", async () => {
    const { draftId } = await createAppWith(context, ada, library);
    const client = await connect(ada);
    const { engine } = client.io;
    const heard = new Map<string, { ok: boolean; problem?: { status: number; code: string; detail: string } }>();
    engine.on("message", (packet) => {
      const [, number, json = ""] = /^3(\d+)(\[.*)$/s.exec(String(packet)) ?? [];
      if (number) heard.set(number, (JSON.parse(json) as [never])[0]);
    });
    const join = (extra: string) => `["draft.join",{"draftId":"${draftId}","afterRevision":0${extra}}]`;
    engine.write(`2901${join(',"n":12345678901234567891')}`);
    engine.write(`2902${join("")}`);
    engine.write(`2903${join(',"afterRevision":0')}`);
    engine.write(`2904${join("")}`);
    await expect.poll(() => heard.size).toBe(4);
    expect(heard.get("901")).toMatchObject({ ok: false, problem: { status: 400, code: "invalid_json" } });
    expect(heard.get("902")).toMatchObject({ ok: true });
    expect(heard.get("903")).toMatchObject({ ok: false, problem: { status: 400, code: "invalid_json" } });
    expect(heard.get("904")).toMatchObject({ ok: true });
    expect(client.connected).toBe(true);
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
