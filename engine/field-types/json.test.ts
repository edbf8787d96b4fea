import { expect, it } from "vitest";
import { json } from "./json.ts";

const context = { choices: [] };
const type = { name: "json" } as const;

it.each(['{"__proto__": {"admin": true}}', '[1, {"a": {"__pro\\u0074o__": null}}]'])(
  "keeps no key that would change what an object is when somebody copies it: %s",
  (text) => {
    expect(json.parseText(text, type, context)).toMatchObject({ ok: false });
    expect(json.parseJson(JSON.parse(text), type, context)).toMatchObject({ ok: false });
  },
);

it("keeps texts that only speak of it", () => {
  const text = '{"note":"\\"__proto__\\": is a key","__proto":1}';
  expect(json.parseText(text, type, context)).toMatchObject({ ok: true });
});
