import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import { app, model, modelId, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Pages whose address and access begin with those of a group. */
const [STAFF, READERS] = [testId("group", "staff"), testId("group", "readers")];
const group = (id: typeof STAFF, name: string) => ({ kind: "group", id, name, label: name, order: "i" }) as const;
const route = (name: string, access: string | undefined): DefinitionRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  groupId: testId("routeGroup", "office"),
  path: `/${name}/`,
  view: { name: "list", modelId: modelId("book"), pageSize: 5 },
  ...(access === undefined ? {} : { access }),
  order: "i",
});

let served: ServedApp;
let staff: string;
let reader: string;
beforeAll(async () => {
  const drawn = app(model("book", text("title"), { rules: { read: "true" } }));
  const records: DefinitionRecord[] = [
    group(STAFF, "staff"),
    group(READERS, "readers"),
    {
      kind: "routeGroup",
      id: testId("routeGroup", "office"),
      label: "Office",
      prefix: "/office",
      access: 'user.group == "staff"',
      order: "i",
    },
    route("books", "true"),
    route("accounts", 'user.name == "Ada"'),
    route("nobody", undefined),
  ];
  served = await serveApp({
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  });
  staff = await served.key("Bob", STAFF);
  reader = await served.key("Ada", READERS);
});
afterAll(() => served?.close());
const statusOf = async (path: string, key?: string) => (await served.request("GET", path, { key })).status;

describe("[URL-04] a group of routes", () => {
  it("refuses those whom the group refuses, whatever the route says", async () => {
    expect(await statusOf("/office/books/")).toBe(403);
    expect(await statusOf("/office/books/", reader)).toBe(403);
    expect(await statusOf("/office/accounts/", reader)).toBe(403);
  });

  it("refuses those whom the route refuses, whatever the group says", async () => {
    expect(await statusOf("/office/accounts/", staff)).toBe(403);
    expect(await statusOf("/office/nobody/", staff)).toBe(404);
  });

  it("answers below its prefix, and links there", async () => {
    const page = await served.request("GET", "/office/books/", { key: staff });
    // The page of accounts is closed to this caller, so the menu does not name it.
    expect([page.status, page.text.includes('href="/office/books/"')]).toEqual([200, true]);
    expect(page.text).not.toContain("/office/accounts/");
    expect(await statusOf("/books/", staff)).toBe(404);
  });

  it("shows its pages in no list to those who may not open them", async () => {
    expect(await statusOf("/", reader)).toBe(404);
    expect((await served.request("GET", "/sitemap.xml")).text).not.toContain("/office/");
  });
});
