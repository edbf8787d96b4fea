import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLATFORM_PREFIX } from "#contract/endpoint";
import { createToken } from "#server/commands/tokens/create-token";
import { app, decimal, field, model, modelId, text } from "../../../tests/builders.ts";
import { createAppWith } from "../../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import { publishDefinition } from "../../../tests/support/publish-definition.ts";
import { type Served, servePlatform } from "../../../tests/support/serve-platform.ts";

/** What the platform's API says of rows that are sent to it, over HTTP. */
const shop = app(model("book", text("title", { required: true }), decimal("price"), field("extra", { name: "json" })));

let platform: TestPlatform;
let served: Served;
let rows: string;
let authorization: string;
beforeAll(async () => {
  platform = await createTestPlatform();
  served = await servePlatform(platform);
  const { context, actor } = platform;
  const made = await createAppWith(context, actor, shop);
  await publishDefinition(platform, made, shop);
  rows = `${PLATFORM_PREFIX}/apps/${made.appId}/data/${modelId("book")}/rows`;
  const { secret } = await createToken(context, actor, { name: "Script", scopes: ["read", "data"], days: 7 });
  authorization = `Bearer ${secret}`;
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

const post = (body: string) =>
  served.send("POST", rows, { body, headers: { authorization, "content-type": "application/json" } });
const get = (query: string) => served.send("GET", `${rows}?${query}`, { headers: { authorization } });

describe("a body", () => {
  it.each([
    [
      '{"values": {"title": "a", "title": "b"}}',
      'The body has the key "title" twice in one object (line 1, column 27).',
    ],
    ['{"values": {"price": 12345678901234567.25}}', "whose digits a JSON number loses; send it as a string"],
    ['{"values": {"price": 9007199254740993}}', "whose digits a JSON number loses; send it as a string"],
    ['{"values": {"price": 1e999}}', "whose digits a JSON number loses"],
    ['{"values": {"__proto__": "x"}}', 'The body has the key "__proto__", which is not accepted'],
    ['{"values": {"\\u005f_proto__": "x"}}', 'The body has the key "__proto__", which is not accepted'],
    ['{"values": ', "The body ends too early (line 1, column 12)."],
  ])("%s is refused", async (body, sentence) => {
    const { status, json } = await post(body);
    expect([status, json.code]).toEqual([400, "invalid_json"]);
    expect(json.detail).toContain(sentence);
  });

  it("keeps its digits, and names of JavaScript in a JSON value", async () => {
    const { status, json } = await post('{"values": {"title": "a", "price": 0.25, "extra": {"constructor": [1]}}}');
    expect([status, json.values]).toEqual([201, { title: "a", price: "0.25", extra: { constructor: [1] } }]);
  });

  it("is answered with pointers into it", async () => {
    const unknown = await post('{"values": {"title": "a", "titel": "b", "price": "x"}}');
    const pointers = (answer: typeof unknown) =>
      answer.json.errors.map((error: { pointer: string }) => error.pointer).sort();
    expect([unknown.status, pointers(unknown)]).toEqual([422, ["/values/price", "/values/titel"]]);
    expect(pointers(await post('{"values": {}}'))).toEqual(["/values/title"]);
    expect(pointers(await post('{"values": {"title": "a"}, "more": 1}'))).toEqual(["/more"]);
    expect((await post('{"values": []}')).json.detail).toBe('"values" must be an object, but is a list.');
  });
});

describe("a query", () => {
  it("that selects no column shows none, and none of the statement", async () => {
    await post('{"values": {"title": "only"}}');
    const { json } = await get("fields=id&title=only");
    expect(json.rows.map(({ values, titles }: Record<string, unknown>) => [values, titles])).toEqual([[{}, {}]]);
  });

  it.each([
    ["limit=1&limit=2", "invalid_parameter", 'The parameter "limit" is given twice; give it once.'],
    ["__proto__=1", "unknown_parameter", 'There is no parameter "__proto__".'],
    ["titel=1", "unknown_parameter", "titel"],
  ])("%s is refused", async (query, code, sentence) => {
    const { status, json } = await get(query);
    expect([status, json.code]).toEqual([400, code]);
    expect(json.detail).toContain(sentence);
  });
});
