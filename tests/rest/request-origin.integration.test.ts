import { afterAll, beforeAll, expect, it } from "vitest";
import { app, model, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let served: ServedApp;
beforeAll(async () => {
  const open = { rules: { read: "true", create: "true" }, api: true };
  served = await serveApp(app(model("note", text("body"), open)));
});
afterAll(() => served?.close());

it("a write that another site makes a browser send with the app's session is refused, and writes nothing", async () => {
  const cookie = `__Host-q_${served.appId.slice(-8)}=qs_0123456789`;
  const send = (headers: Record<string, string>) =>
    served.request("POST", "/api/v1/note", { body: { body: "from elsewhere" }, headers });
  const refused = await send({ cookie, "sec-fetch-site": "cross-site" });
  expect([refused.status, refused.json().code, refused.text.includes("elsewhere")]).toEqual([403, "bad_origin", false]);
  expect((await send({ cookie, origin: "http://blog.localhost:4000" })).status).toBe(403);
  expect(await served.sql("SELECT count(*)::int AS count FROM app.note")).toEqual([{ count: 0 }]);
  expect((await send({ cookie, origin: "http://shop.localhost:4000" })).status).toBe(201);
  expect((await send({ "sec-fetch-site": "cross-site" })).status).toBe(201);
});
