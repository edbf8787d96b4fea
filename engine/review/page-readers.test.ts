import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { app, model, modelId, testId, text } from "../../tests/builders.ts";
import { homePage, pageReaders } from "./page-readers.ts";

const route = (path: string, access?: string): RouteRecord => ({
  kind: "route",
  id: testId("route", path.replaceAll(/[^a-z]/g, "") || "home"),
  name: "books",
  label: "Books",
  path,
  view: { name: "list", modelId: modelId("book"), pageSize: 20 },
  order: path,
  ...(access === undefined ? {} : { access }),
});
const shop = (read: string | undefined, ...routes: readonly RouteRecord[]) => {
  const definition = app(model("book", text("title"), read === undefined ? {} : { rules: { read } }));
  const records = Object.fromEntries(routes.map((each) => [each.id, each]));
  return readDefinition({ ...definition, records: { ...definition.records, ...records } });
};

describe("who sees a page", () => {
  it.each([
    ["true", "true", "Anyone on the internet"],
    ["true", undefined, "Nobody but builders"],
    [undefined, "true", "Nobody but builders"],
    ["user != null", "true", "Anyone with an API key"],
    ["true", "user != null", "Anyone with an API key"],
  ])("reads %s, opens %s: %s", (read, access, words) => {
    const page = route("/", access);
    expect(pageReaders(shop(read, page), page).words).toBe(words);
  });
});

describe("the page to open an app at", () => {
  it("is the one at the root, or the first without a row in its address", () => {
    expect(homePage(shop("true", route("/books/"), route("/")))?.path).toBe("/");
    expect(homePage(shop("true", route("/<int:id>/"), route("/books/")))?.path).toBe("/books/");
    expect(homePage(shop("true", route("/<int:id>/")))).toBeUndefined();
    expect(homePage(shop("true"))).toBeUndefined();
  });
});
